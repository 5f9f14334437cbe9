import { ProjectId, RateLimits, Scope, TokenId } from '@tidegate/contracts';
import { z } from 'zod';
import { ROLES } from './roles.ts';

export const TokenView = z.object({
  id: TokenId,
  projectId: ProjectId,
  name: z.string(),
  scopes: z.array(Scope),
  /** The role that has exactly these scopes; null when none has. */
  role: z.enum(ROLES).nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  limits: RateLimits,
  revokedAt: z.iso.datetime().nullable(),
  /** To the minute; null: not yet. */
  lastUsedAt: z.iso.datetime().nullable(),
});
export type TokenView = z.infer<typeof TokenView>;

/** The one answer that has the token itself. Null when the request was repeated: it is shown once. */
export const IssuedTokenView = TokenView.extend({ token: z.string().nullable() });
export type IssuedTokenView = z.infer<typeof IssuedTokenView>;
