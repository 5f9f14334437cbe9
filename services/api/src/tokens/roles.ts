import { SCOPES, type Scope } from '@tidegate/contracts';

/** A name for a set of scopes. `operator` is no token’s: it is whoever holds the platform’s own. */
export const ROLES = ['owner', 'developer', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const SCOPES_OF: Readonly<Record<Role, readonly Scope[]>> = {
  owner: ['read', 'write', 'invoke', 'admin'],
  developer: ['read', 'write', 'invoke'],
  viewer: ['read'],
};

export const scopesOf = (role: Role): Scope[] => [...SCOPES_OF[role]];

/** The role that has exactly these scopes; null when none has. */
export const roleOf = (scopes: readonly Scope[]): Role | null =>
  ROLES.find((role) => SCOPES.every((scope) => SCOPES_OF[role].includes(scope) === scopes.includes(scope))) ??
  null;
