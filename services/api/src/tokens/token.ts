import { type ProjectEvent, type RateLimits, type Scope, refuse } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';

type TokenFacts = Readonly<{
  tokenId: string;
  projectId: string;
  name: string;
  scopes: Scope[];
  secretSha256: string;
  expiresAt: string | null;
  limits: RateLimits;
}>;
export type Token =
  Readonly<{ status: 'absent' }> | (TokenFacts & Readonly<{ status: 'issued' | 'revoked' }>);

export type TokenCommand =
  | Readonly<{ type: 'IssueToken'; facts: TokenFacts }>
  | Readonly<{ type: 'RevokeToken'; tokenId: string; projectId: string }>;

type TokenEvent = Extract<ProjectEvent, { type: 'TokenIssued' | 'TokenRevoked' }>;

/** A key to one project. Its secret is seen once, by whoever asked for it. */
export const token: Decider<Token, TokenCommand, TokenEvent> = {
  initial: { status: 'absent' },

  decide(state, command) {
    if (command.type === 'IssueToken') {
      if (state.status !== 'absent') throw new Error(`${command.facts.tokenId} was issued before`);
      return [{ type: 'TokenIssued', data: command.facts }];
    }
    const { tokenId, projectId } = command;
    if (state.status === 'absent' || state.projectId !== projectId)
      return refuse('token.not_found', { tokenId });
    return state.status === 'revoked' ? [] : [{ type: 'TokenRevoked', data: { tokenId, projectId } }];
  },

  evolve(state, event) {
    if (event.type === 'TokenIssued') return { status: 'issued', ...event.data };
    return state.status === 'absent' ? state : { ...state, status: 'revoked' };
  },
};

/** Opens what it is for: not revoked, not past its time. */
export const isOpen = (state: Token, nowMs: number): state is Extract<Token, { status: 'issued' }> =>
  state.status === 'issued' && (state.expiresAt === null || Date.parse(state.expiresAt) > nowMs);
