import { refuse, type Scope } from '@tidegate/contracts';
import type { Endpoint } from './endpoint.ts';
import type { RoutingTable } from './routing-table.ts';
import type { Token } from './token-table.ts';

/** What a request's Authorization header turned out to be. */
export type Credentials = Token | 'missing' | 'invalid';

/** The token behind the credentials. Refused the same way whatever was asked for, so that nothing is learned from it. */
export const tokenWith = (scope: Scope, credentials: Credentials): Token => {
  if (credentials === 'missing') return refuse('token.missing');
  if (credentials === 'invalid') return refuse('token.invalid');
  if (!credentials.scopes.includes(scope)) refuse('token.scope_missing', { scope });
  return credentials;
};

/**
 * The endpoint of this id, if the caller may invoke it. A public one is open to all; to anybody else than its
 * project a private one is as unknown as one that never was, and so is what is left of it after its deletion.
 */
export const endpointById = (table: RoutingTable, id: string, credentials: Credentials): Endpoint => {
  const endpoint = table.endpoint(id);
  if (endpoint?.isPublic) return endpoint;
  const deleted = table.deleted(id);
  if (deleted?.isPublic) refuse('endpoint.deleted', { endpointId: id });
  const { projectId } = tokenWith('invoke', credentials);
  if (endpoint?.projectId === projectId) return endpoint;
  if (deleted?.projectId === projectId) refuse('endpoint.deleted', { endpointId: id });
  return refuse('endpoint.not_found', { endpoint: id });
};

/** The endpoint that a body's `model` means: an id first, else a name in the token's project. */
export const endpointByModel = (table: RoutingTable, model: string, credentials: Credentials): Endpoint => {
  if (table.endpoint(model) ?? table.deleted(model)) return endpointById(table, model, credentials);
  const { projectId } = tokenWith('invoke', credentials);
  return table.named(projectId, model) ?? refuse('endpoint.not_found', { endpoint: model });
};

/** Endpoints are in the caller's own project only when the token says so; a public endpoint opens nothing but its calls. */
export const ownedById = (table: RoutingTable, id: string, credentials: Credentials): Endpoint => {
  const { projectId } = tokenWith('invoke', credentials);
  const endpoint = table.endpoint(id);
  if (endpoint?.projectId === projectId) return endpoint;
  if (table.deleted(id)?.projectId === projectId) refuse('endpoint.deleted', { endpointId: id });
  return refuse('endpoint.not_found', { endpoint: id });
};
