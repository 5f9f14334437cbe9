import { type Scope, refuse } from '@tidegate/contracts';
import type { Cause } from '@tidegate/eventing';
import type { Session } from '../sessions/session.ts';

/** Who asks: the operator, or a token of one project. */
export type Caller = Readonly<{
  kind: 'operator' | 'token';
  /** `operator` or the token’s id: stands in every event that this request causes. */
  actor: string;
  /** The project it acts in; null for an operator who named none. */
  projectId: string | null;
  scopes: readonly Scope[];
  expiresAt: string | null;
  /** The browser session that stands for its token; absent when the token itself came along. */
  session?: Session;
  requestId: string;
  /** What the request’s appends are made with: repeated under an idempotency key, they find themselves done. */
  cause: Cause;
}>;

/** What a route asks of its caller; `valid` = any valid token, `operator` = nobody but the operator, `nobody` = open to all. */
export type Need = Scope | 'valid' | 'operator' | 'nobody';

export const mustMeet = (caller: Caller, need: Need): void => {
  if (need === 'nobody' || need === 'valid' || caller.kind === 'operator') return;
  if (need === 'operator' || !caller.scopes.includes(need)) refuse('token.scope_missing', { scope: need });
};

/** The project that a route without a project in its path acts in. */
export const projectOf = ({ projectId }: Caller): string => projectId ?? refuse('project.not_chosen');

/** To a token, other projects do not exist. */
export const mustSee = ({ kind, projectId }: Caller, wanted: string): void => {
  if (kind !== 'operator' && projectId !== wanted) refuse('project.not_found', { projectId: wanted });
};
