import { refuse, type Scope } from '@tidegate/contracts';
import type { Endpoint } from './endpoint.ts';
import type { Deleted, RoutingTable } from './routing-table.ts';
import type { Token } from './token-table.ts';

/** What a request's Authorization header turned out to be. */
export type Credentials = Token | 'missing' | 'invalid';

/** Who asks, and by which listener. */
export type Asking = Readonly<{ credentials: Credentials; isInternal: boolean }>;

/** The token behind the credentials. Refused the same way whatever was asked for, so that nothing is learned from it. */
export const tokenWith = (scope: Scope, { credentials }: Asking): Token => {
  if (credentials === 'missing') return refuse('token.missing');
  if (credentials === 'invalid') return refuse('token.invalid');
  if (!credentials.scopes.includes(scope)) refuse('token.scope_missing', { scope });
  return credentials;
};

/** Outside, an endpoint of the internal listener is as unknown as one that never was. */
const seen = (endpoint: Endpoint | undefined, { isInternal }: Asking): Endpoint | undefined =>
  endpoint?.configured.isInternalOnly === true && !isInternal ? undefined : endpoint;

const endpointSeen = (table: RoutingTable, id: string, asking: Asking): Endpoint | undefined =>
  seen(table.endpoint(id), asking);

const deletedSeen = (table: RoutingTable, id: string, { isInternal }: Asking): Deleted | undefined => {
  const deleted = table.deleted(id);
  return deleted?.isInternalOnly === true && !isInternal ? undefined : deleted;
};

/** However it is written: engines read escapes and dots as well. */
const waysToWrite = (path: string): readonly string[] => {
  try {
    const plain = decodeURIComponent(path);
    return [path, plain, decodeURIComponent(new URL(plain, 'http://replica').pathname)];
  } catch {
    return [path];
  }
};

/** Of an endpoint's paths those that are the platform's own do not exist for its callers. */
export const mustBeOpen = (
  { configured: { closedPaths } }: Endpoint,
  { method, path }: Readonly<{ method: string; path: string }>,
): void => {
  if (closedPaths.size === 0) return;
  const isClosed = waysToWrite(path).some((way) => closedPaths.has(way.replace(/\/+$/, '')));
  if (isClosed) refuse('route.not_found', { method, path });
};

/**
 * The endpoint of this id, if the caller may invoke it. A public one is open to all; to anybody else than its
 * project a private one is as unknown as one that never was, and so is what is left of it after its deletion.
 */
export const endpointById = (table: RoutingTable, id: string, asking: Asking): Endpoint => {
  const endpoint = endpointSeen(table, id, asking);
  if (endpoint?.configured.isPublic === true) return endpoint;
  if (deletedSeen(table, id, asking)?.isPublic === true) refuse('endpoint.deleted', { endpointId: id });
  return ownedById(table, id, asking);
};

/** The endpoint that a body's `model` means: an id first, else a name in the token's project. */
export const endpointByModel = (table: RoutingTable, model: string, asking: Asking): Endpoint => {
  if (table.endpoint(model) ?? table.deleted(model)) return endpointById(table, model, asking);
  const { projectId } = tokenWith('invoke', asking);
  return seen(table.named(projectId, model), asking) ?? refuse('endpoint.not_found', { endpoint: model });
};

/** Endpoints are in the caller's own project only when the token says so; a public endpoint opens nothing but its calls. */
export const ownedById = (table: RoutingTable, id: string, asking: Asking): Endpoint => {
  const { projectId } = tokenWith('invoke', asking);
  const endpoint = endpointSeen(table, id, asking);
  if (endpoint?.projectId === projectId) return endpoint;
  if (deletedSeen(table, id, asking)?.projectId === projectId) refuse('endpoint.deleted', { endpointId: id });
  return refuse('endpoint.not_found', { endpoint: id });
};

/** The endpoints of the token's project, as far as this listener reaches them. */
export const endpointsOf = (table: RoutingTable, asking: Asking): Endpoint[] =>
  table.ofProject(tokenWith('invoke', asking).projectId).filter((endpoint) => seen(endpoint, asking));
