import { api } from '../app/api.ts';
import { type Endpoint, got } from './queries.ts';

const LAST = 100;
const LAST_LINES = '500';
/** What a person may have written a secret into; an address that is told of something is often one itself. */
const VALUES = new Set(['env', 'environment', 'headers', 'secrets', 'notifyWebhookUrl', 'webhookUrl']);

/** The same, without what is in variables, headers and addresses of webhooks: names stay. */
export const withoutValues = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutValues);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      VALUES.has(key) ? hidden(inner) : withoutValues(inner),
    ]),
  );
};

const hidden = (values: unknown): unknown => {
  if (values === null) return null;
  if (Array.isArray(values)) return values.map(hidden);
  if (typeof values !== 'object') return '(hidden)';
  return Object.fromEntries(Object.keys(values).map((name) => [name, '(hidden)']));
};

/** All that who helps with an endpoint asks for, in one document. A part that cannot be read says why. */
export const diagnosticsOf = async (endpointId: string): Promise<string> => {
  const path = { endpointId };
  const parts = {
    endpoint: got<Endpoint>(api.GET('/v1/endpoints/{endpointId}', { params: { path } })),
    replicas: got(
      api.GET('/v1/endpoints/{endpointId}/replicas', {
        params: { path, query: { stopped: 'true', limit: LAST } },
      }),
    ),
    scaling: got(
      api.GET('/v1/endpoints/{endpointId}/scaling', { params: { path, query: { decisions: LAST } } }),
    ),
    events: got(api.GET('/v1/endpoints/{endpointId}/events', { params: { path, query: { limit: LAST } } })),
    requests: got(
      api.GET('/v1/endpoints/{endpointId}/requests', { params: { path, query: { limit: LAST } } }),
    ),
    log: got(api.GET('/v1/endpoints/{endpointId}/logs', { params: { path, query: { lines: LAST_LINES } } })),
  };
  const settled = await Promise.allSettled(Object.values(parts));
  const read = Object.keys(parts).map((name, n): [string, unknown] => [name, settledValue(settled[n])]);
  const bundle = { takenAt: new Date().toISOString(), console: location.origin, ...Object.fromEntries(read) };
  return JSON.stringify(withoutValues(bundle), null, 2);
};

const settledValue = (part: PromiseSettledResult<unknown> | undefined): unknown =>
  part?.status === 'fulfilled' ? part.value : { error: reasonOf(part) };

const reasonOf = (part: PromiseRejectedResult | undefined): string =>
  part?.reason instanceof Error ? part.reason.message : 'unknown';
