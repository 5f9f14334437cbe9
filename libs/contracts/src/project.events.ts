import { z } from 'zod';
import { defineEvent } from './event.ts';
import { ProjectId, TokenId } from './ids.ts';

/** `read` sees, `write` changes, `invoke` calls endpoints. */
export const SCOPES = ['read', 'write', 'invoke'] as const;
export const Scope = z.enum(SCOPES);
export type Scope = z.infer<typeof Scope>;

export const projectEvents = {
  ProjectCreated: defineEvent(
    'ProjectCreated',
    'LOG',
    {
      category: 'project',
      description: 'A project, the tenant that owns endpoints, tokens and bills, was created.',
    },
    { projectId: ProjectId, name: z.string() },
  ),
  TokenIssued: defineEvent(
    'TokenIssued',
    'LOG',
    { category: 'token', description: 'An API token was issued. Only the SHA-256 of its secret is kept.' },
    {
      tokenId: TokenId,
      projectId: ProjectId,
      name: z.string(),
      scopes: z.array(Scope),
      secretSha256: z.string().regex(/^[0-9a-f]{64}$/),
      expiresAt: z.iso.datetime().nullable(),
    },
  ),
  TokenRevoked: defineEvent(
    'TokenRevoked',
    'LOG',
    { category: 'token', description: 'An API token no longer opens anything.' },
    { tokenId: TokenId, projectId: ProjectId },
  ),
} as const;
