import { z } from 'zod';
import { PRIORITY } from './endpoint-spec.ts';
import { defineEvent } from './event.ts';
import { ProjectId, SecurityGroupId, TokenId } from './ids.ts';
import { NO_LIMITS, RateLimits } from './rate-limits.ts';

/** `read` sees, `write` changes, `invoke` calls endpoints, `admin` gives and takes tokens. */
export const SCOPES = ['read', 'write', 'invoke', 'admin'] as const;
export const Scope = z.enum(SCOPES);
export type Scope = z.infer<typeof Scope>;

/** What one project may have at most. */
export const Quotas = z.object({
  endpoints: z.int().min(0),
  /** Of one endpoint. */
  replicasPerEndpoint: z.int().min(1),
  /** Sum of maxReplicas x GPUs over its endpoints. */
  gpus: z.int().min(0),
  /** Of a replica. Absent: the usual one. */
  priority: z.int().min(PRIORITY.lowest).max(PRIORITY.highest).optional(),
});
export type Quotas = z.infer<typeof Quotas>;

/** Who may call. An address must lie in one of the ranges, and the port called be among the ports; no ports: any. */
export const SecurityGroupRule = z.object({
  /** IPv4 or IPv6, e.g. `10.0.0.0/8`, `2001:db8::/32`. */
  cidr: z.string(),
  ports: z.array(z.int().min(1).max(65_535)).max(32),
});
export type SecurityGroupRule = z.infer<typeof SecurityGroupRule>;

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
  ProjectRenamed: defineEvent(
    'ProjectRenamed',
    'LOG',
    { category: 'project', description: 'A project has another name. Its id stays.' },
    { projectId: ProjectId, name: z.string() },
  ),
  ProjectDeleted: defineEvent(
    'ProjectDeleted',
    'LOG',
    {
      category: 'project',
      description:
        'A project is gone for good, and its tokens are revoked. It had no endpoint left; its past usage stays.',
    },
    { projectId: ProjectId, name: z.string() },
  ),
  TokenIssued: defineEvent(
    'TokenIssued',
    'LOG',
    {
      category: 'token',
      description: 'An API token was issued. Only the SHA-256 of its secret is kept.',
      version: 2,
      upcasts: { 1: (data) => ({ ...data, limits: NO_LIMITS }) },
    },
    {
      tokenId: TokenId,
      projectId: ProjectId,
      name: z.string(),
      scopes: z.array(Scope),
      secretSha256: z.string().regex(/^[0-9a-f]{64}$/),
      expiresAt: z.iso.datetime().nullable(),
      /** What may be called with it, at whichever endpoints. */
      limits: RateLimits,
    },
  ),
  QuotasSet: defineEvent(
    'QuotasSet',
    'LOG',
    { category: 'project', description: 'The operator set what a project may have at most.' },
    { projectId: ProjectId, quotas: Quotas },
  ),
  SecurityGroupSaved: defineEvent(
    'SecurityGroupSaved',
    'LOG',
    { category: 'network', description: 'A security group was created, or has these rules from here on.' },
    {
      securityGroupId: SecurityGroupId,
      projectId: ProjectId,
      name: z.string(),
      rules: z.array(SecurityGroupRule).max(256),
    },
  ),
  SecurityGroupDeleted: defineEvent(
    'SecurityGroupDeleted',
    'LOG',
    { category: 'network', description: 'A security group is gone. No endpoint names it.' },
    { securityGroupId: SecurityGroupId, projectId: ProjectId },
  ),
  TokenRevoked: defineEvent(
    'TokenRevoked',
    'LOG',
    { category: 'token', description: 'An API token no longer opens anything.' },
    { tokenId: TokenId, projectId: ProjectId },
  ),
} as const;
