import { z } from 'zod';
import { defineEvent } from './event.ts';
import { EndpointId, InvocationId, NodeId, ProjectId, ReplicaId } from './ids.ts';

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
      /** By name. From gateways: in_flight, waiting (gauges), requests_total, errors_total (counters); while a rollout is open also rollout_revision (the template that is rolled out), rollout_requests_total, rollout_errors_total (of its replicas), others_requests_total, others_errors_total. From agents: the runtime's own names, and cpu_seconds_total, memory_bytes. */
      metrics: z.record(z.string(), z.number()),
    },
  ),
  InvocationQueued: defineEvent(
    'InvocationQueued',
    'INVOKE',
    { category: 'invocation', description: 'An asynchronous request was accepted and waits for a replica.' },
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
    },
  ),
  LogLinesShipped: defineEvent(
    'LogLinesShipped',
    'LINES',
    { category: 'lines', description: 'A batch of lines that one replica wrote, numbered without gaps.' },
    {
      endpointId: EndpointId,
      projectId: ProjectId,
      replicaId: ReplicaId,
      firstSequence: z.int().min(1),
      lines: z
        .array(z.object({ atUs: z.int(), stream: z.enum(['stdout', 'stderr']), text: z.string() }))
        .max(1000),
      /** Lines lost before this batch because a limit was reached. */
      dropped: z.int().min(0),
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
      data: z.record(z.string(), z.unknown()),
    },
  ),
} as const;
