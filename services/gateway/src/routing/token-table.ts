import type { EventNamed, EventType, Recorded, Scope } from '@tidegate/contracts';
import { type Limit, limitsOf } from '../limits/limit.ts';

export const TOKEN_TYPES = [
  'ProjectCreated',
  'ProjectRenamed',
  'ProjectDeleted',
  'TokenIssued',
  'TokenRevoked',
] as const satisfies readonly EventType[];
type TokenType = (typeof TOKEN_TYPES)[number];
export type TokenEvent = { [Type in TokenType]: Recorded<EventNamed<Type>> }[TokenType];

/** A token that was issued and not revoked. */
export type Token = Readonly<{
  id: string;
  projectId: string;
  scopes: readonly Scope[];
  /** SHA-256 of the whole token string. */
  sha256: Uint8Array;
  /** Epoch milliseconds; null when it does not expire. */
  expiresAtMs: number | null;
  /** Null: none. */
  rateLimits: readonly Limit[] | null;
}>;

const WRITTEN = /^tg_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

/** The id in a token's text; undefined when it cannot be one of ours. */
export const tokenIdOf = (text: string): string | undefined => {
  const digits = WRITTEN.exec(text)?.[1];
  return digits === undefined ? undefined : `tok-${digits}`;
};

const BEARER = /^bearer +/i;

/** The credentials of `Authorization: Bearer …`; undefined for another scheme. */
export const bearerOf = (authorization: string): string | undefined =>
  BEARER.test(authorization) ? authorization.replace(BEARER, '').trimEnd() : undefined;

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));

/** Tokens that open something, and the names of projects. A revoked token is forgotten. */
export class TokenTable {
  readonly #tokens = new Map<string, Token>();
  readonly #projects = new Map<string, string>();

  token(id: string): Token | undefined {
    return this.#tokens.get(id);
  }

  projectName(id: string): string | undefined {
    return this.#projects.get(id);
  }

  apply(event: TokenEvent): void {
    switch (event.type) {
      case 'ProjectCreated':
      case 'ProjectRenamed':
        this.#projects.set(event.data.projectId, event.data.name);
        return;
      case 'ProjectDeleted':
        this.#projects.delete(event.data.projectId);
        return;
      case 'TokenIssued': {
        const { tokenId, projectId, scopes, secretSha256, expiresAt, limits } = event.data;
        this.#tokens.set(tokenId, {
          id: tokenId,
          projectId,
          scopes,
          sha256: bytesOf(secretSha256),
          expiresAtMs: expiresAt === null ? null : Date.parse(expiresAt),
          rateLimits: limitsOf(tokenId, limits),
        });
        return;
      }
      case 'TokenRevoked':
        this.#tokens.delete(event.data.tokenId);
        return;
    }
  }
}
