import { z } from 'zod';
import { AsyncSettings } from './endpoint-spec.ts';
import { defineEvent } from './event.ts';
import { ChannelId, EndpointId, InvocationId, NodeId, ProjectId, ReplicaId, WebhookId } from './ids.ts';
import { ShippedLine } from './shipped-line.ts';

/** What version 1 of InvocationQueued did not have, as it then was. */
const INVOCATION_ADDED_IN_VERSION_2 = {
  target: null,
  maxAttempts: 6,
  resultTtlSeconds: 86_400,
  webhookUrl: null,
  replayOf: null,
};

/** Signals travel on streams of their own, with limits: they never enter the log. */
export const signalEvents = {
  MetricSampled: defineEvent(
    'MetricSampled',
    'TELEMETRY',
    {
      category: 'metric',
      description: 'What a gateway (whole endpoint) or an agent (one replica) measured at a moment.',
    },
    {
      endpointId: EndpointId,
      replicaId: ReplicaId.nullable(),
      nodeId: NodeId.nullable(),
      /** Who measured: one gateway or agent process. Samples of one source replace each other, those of several add up. */
      source: z.string(),
      sampledAtUs: z.int(),
      /** By name. From gateways: in_flight, waiting (gauges), requests_total, errors_total, finished_total, served_seconds_total (counters; the last two from dispatch to the end of the answer); with what shows something, quiet_seconds_ago and quiet_requests_total (when there was last nothing to do, and what requests_total was then); while a rollout is open also rollout_revision (the template that is rolled out), rollout_requests_total, rollout_errors_total (of its replicas), others_requests_total, others_errors_total. From agents: the runtime's own names, and cpu_seconds_total, memory_bytes. */
      metrics: z.record(z.string(), z.number()),
      /** From gateways, of an endpoint with several ready replicas: requests in flight by ready replica; who is not named has none. */
      replicasInFlight: z.record(ReplicaId, z.int()).optional(),
    },
  ),
  InvocationQueued: defineEvent(
    'InvocationQueued',
    'INVOKE',
    {
      category: 'invocation',
      description: 'An asynchronous request was accepted and waits for a replica.',
      version: 2,
      upcasts: { 1: (data) => ({ ...INVOCATION_ADDED_IN_VERSION_2, ...data }) },
    },
    {
      invocationId: InvocationId,
      endpointId: EndpointId,
      projectId: ProjectId,
      method: z.literal('POST'),
      /** Path and query below the endpoint. */
      path: z.string(),
      contentType: z.string(),
      bodyBase64: z.string(),
      queuedAtUs: z.int(),
      /** After this it is not tried any more. */
      expiresAtUs: z.int(),
      /** What the endpoint said of its asynchronous requests when it was accepted. */
      ...AsyncSettings.pick({ target: true, maxAttempts: true, resultTtlSeconds: true, webhookUrl: true })
        .shape,
      /** The one that was given up and is queued anew as this one. */
      replayOf: InvocationId.nullable(),
    },
  ),
  LogLinesShipped: defineEvent(
    'LogLinesShipped',
    'LINES',
    {
      category: 'lines',
      description:
        'A batch of lines that one replica wrote or pushed, numbered without gaps, without its secrets.',
      version: 2,
      upcasts: { 1: (data) => ({ droppedBytes: 0, ...data }) },
    },
    {
      endpointId: EndpointId,
      projectId: ProjectId,
      replicaId: ReplicaId,
      firstSequence: z.int().min(1),
      lines: z.array(ShippedLine).max(1000),
      /** Lines lost before this batch because a limit was reached, and what they took. */
      dropped: z.int().min(0),
      droppedBytes: z.int().min(0),
    },
  ),
  RequestsRecorded: defineEvent(
    'RequestsRecorded',
    'REQUESTS',
    { category: 'requests', description: 'A batch of the access log of one gateway, each batch once.' },
    {
      /** One life of a gateway process. */
      gatewayId: z.string().regex(/^[\w-]{1,64}$/),
      /** Of this life: 1, 2, 3, …; a batch that comes again has the same. */
      sequence: z.int().min(1),
      count: z.int().min(0).max(1000),
      /** `count` records by columns, as JSON (`unpackRequests`): a text, since it is looked into only where it is stored. */
      records: z.string(),
      /** Requests since the batch before of which there is no record, by endpoint. */
      lost: z
        .array(
          z.object({
            projectId: ProjectId,
            endpointId: EndpointId,
            requests: z.int().min(1),
            fromUs: z.int(),
            untilUs: z.int(),
          }),
        )
        .max(1000),
    },
  ),
  WebhookQueued: defineEvent(
    'WebhookQueued',
    'WEBHOOKS',
    { category: 'webhook', description: 'A message to a user’s own URL waits for delivery.' },
    {
      webhookId: z.string(),
      projectId: ProjectId,
      url: z.string(),
      type: z.string(),
      timestamp: z.iso.datetime(),
      /** Empty for a subscription: what it is about is read from the log. */
      data: z.record(z.string(), z.unknown()),
      /** Of an event that a project subscribed to: by which webhook, where it is in the log, and which delivery of it this is. */
      subscription: z
        .object({ webhookId: WebhookId, position: z.int().min(1), number: z.int().min(1) })
        .optional(),
      /** Of a notice: the channel by which it goes, which knows where; `data` is the notice. */
      channelId: ChannelId.optional(),
    },
  ),
} as const;
