/** What a query is about: the first word of its key, then the endpoint, then what else distinguishes it. */
export type Key = readonly unknown[];

/**
 * The questions whose answers a change makes old. A query of an endpoint has the key `[topic, endpointId, …]`; `endpoint`
 * alone is patched from the change itself.
 */
export const keysOf = (change: Readonly<{ type: string; endpointId: string | null }>): readonly Key[] => {
  const { type, endpointId } = change;
  const keys: Key[] = [['events', endpointId]];
  if (endpointId === null) return [...keys, [topicOf(type)]];
  keys.push(['endpoints']);
  if (type.startsWith('Replica')) keys.push(['replicas', endpointId], ['nodes']);
  if (type.startsWith('Scale') || type.startsWith('Endpoint')) keys.push(['scaling', endpointId]);
  if (type.startsWith('Endpoint')) keys.push(['revisions', endpointId]);
  if (type.startsWith('Invocation')) keys.push(['invocations', endpointId]);
  return keys;
};

const TOPICS: readonly (readonly [string, string])[] = [
  ['Node', 'nodes'],
  ['Token', 'tokens'],
  ['SecurityGroup', 'security-groups'],
  ['Alert', 'alerts'],
  ['Channel', 'channels'],
  ['Webhook', 'webhooks'],
  ['LogSink', 'log-sinks'],
  ['Budget', 'budgets'],
  ['Invoice', 'invoices'],
  ['Project', 'projects'],
];

const topicOf = (type: string): string => TOPICS.find(([prefix]) => type.startsWith(prefix))?.[1] ?? 'other';
