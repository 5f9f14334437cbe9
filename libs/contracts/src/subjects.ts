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
  /** Core NATS: what a gateway took of limits that all gateways share (GatewayTakings). */
  gatewayTakings: 'gateway.takings',
  /** Core NATS, `tail.<endpointId>`: new lines of an endpoint were stored. */
  linesStored: (endpointId: string): string => `tail.${endpointId}`,
  /** Core NATS: tokens that somebody used (TokensUsed), at most once a minute for each. */
  tokensUsed: 'tokens.used',
  /** Core NATS, `invocations.queued.<endpointId>`: an invocation waits to be run. */
  invocationQueued: (endpointId: string): string => `invocations.queued.${endpointId}`,
  /** Core NATS, `invocations.cancelled.<invocationId>`: whoever runs it lets it go. */
  invocationCancelled: (invocationId: string): string => `invocations.cancelled.${invocationId}`,
  metric: (endpointId: string): string => `telemetry.metric.${endpointId}`,
  invoke: (endpointId: string): string => `invoke.${endpointId}`,
  lines: (endpointId: string): string => `lines.${endpointId}`,
  requests: (gatewayId: string): string => `requests.${gatewayId}`,
  webhook: (projectId: string): string => `webhook.${projectId}`,
} as const;

/** Streams of JetStream and the subjects they take. */
export const STREAM_SUBJECTS = {
  LOG: 'log.>',
  TELEMETRY: 'telemetry.>',
  INVOKE: 'invoke.>',
  LINES: 'lines.>',
  REQUESTS: 'requests.>',
  WEBHOOKS: 'webhook.>',
  DLQ: 'dlq.>',
} as const;

/** Where a signal travels: by the endpoint it is about, by its project, or by who sends it. */
export const signalSubject = (type: string, data: Readonly<Record<string, unknown>>): string => {
  const [endpoint, project] = [String(data['endpointId']), String(data['projectId'])];
  switch (type) {
    case 'MetricSampled':
      return SUBJECTS.metric(endpoint);
    case 'InvocationQueued':
      return SUBJECTS.invoke(endpoint);
    case 'LogLinesShipped':
      return SUBJECTS.lines(endpoint);
    case 'RequestsRecorded':
      return SUBJECTS.requests(String(data['gatewayId']));
    case 'WebhookQueued':
      return SUBJECTS.webhook(project);
    default:
      throw new Error(`${type} is not a signal`);
  }
};
