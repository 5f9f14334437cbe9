/** Subjects and queues of the bus. Signals by core NATS may be lost: whoever listens also polls. */
export const SHARDS = 16;

/** FNV-1a over the stream id: the same stream is always in the same shard. */
export const shardOf = (streamId: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < streamId.length; i++) hash = Math.imul(hash ^ streamId.charCodeAt(i), 0x01000193) >>> 0;
  return hash % SHARDS;
};

export const logSubject = (streamId: string, category: string, type: string): string =>
  `log.${String(shardOf(streamId))}.${category}.${type}`;

export const SUBJECTS = {
  /** Core NATS: something was appended. */
  appended: 'nudge.appended',
  /** Core NATS, `node.<nodeId>.nudge`: the desired replicas of a node changed. */
  nodeNudge: (nodeId: string): string => `node.${nodeId}.nudge`,
  /** Core NATS: a gateway’s own state (GatewayReport), each second and when a draining replica is empty. */
  gatewayReport: 'gateway.report',
  /** Core NATS, `tail.<endpointId>`: new lines of an endpoint were stored. */
  linesStored: (endpointId: string): string => `tail.${endpointId}`,
  /** Core NATS: tokens that somebody used (TokensUsed), at most once a minute for each. */
  tokensUsed: 'tokens.used',
  metric: (endpointId: string): string => `telemetry.metric.${endpointId}`,
  invoke: (endpointId: string): string => `invoke.${endpointId}`,
  lines: (endpointId: string): string => `lines.${endpointId}`,
  webhook: (projectId: string): string => `webhook.${projectId}`,
} as const;

/** Streams of JetStream and the subjects they take. */
export const STREAM_SUBJECTS = {
  LOG: 'log.>',
  TELEMETRY: 'telemetry.>',
  INVOKE: 'invoke.>',
  LINES: 'lines.>',
  WEBHOOKS: 'webhook.>',
  DLQ: 'dlq.>',
} as const;

/** Where a signal travels: by the endpoint it is about, or by its project. */
export const signalSubject = (type: string, data: Readonly<Record<string, unknown>>): string => {
  const [endpoint, project] = [String(data['endpointId']), String(data['projectId'])];
  switch (type) {
    case 'MetricSampled':
      return SUBJECTS.metric(endpoint);
    case 'InvocationQueued':
      return SUBJECTS.invoke(endpoint);
    case 'LogLinesShipped':
      return SUBJECTS.lines(endpoint);
    case 'WebhookQueued':
      return SUBJECTS.webhook(project);
    default:
      throw new Error(`${type} is not a signal`);
  }
};
