import type { AnyEvent, Recorded, RequestRecord } from '@tidegate/contracts';

const SPEC = { name: 'chat' };

/** An event as the log tells it, as far as the fleet looks into it. */
export const event = (
  type: AnyEvent['type'],
  data: Readonly<Record<string, unknown>>,
  atUs: number,
  position = 1,
): Recorded<AnyEvent> =>
  ({
    type,
    position,
    data: { spec: SPEC, revision: 1, ...data },
    occurredAt: new Date(atUs / 1000),
  }) as unknown as Recorded<AnyEvent>;

export const requestRecord = (given: Partial<RequestRecord>): RequestRecord => ({
  requestId: 'r',
  atMs: 0,
  method: 'POST',
  path: '/v1/chat/completions',
  status: 200,
  outcome: 'answered',
  code: '',
  clientAddress: '127.0.0.1',
  projectId: 'proj-000000000001',
  endpointId: 'endpt-000000000001',
  tokenId: '',
  replicaId: '',
  bytesIn: 1,
  bytesOut: 1,
  durationMs: 0,
  firstByteMs: -1,
  queueMs: 0,
  wakeMs: 0,
  attempts: 1,
  promptTokens: -1,
  completionTokens: -1,
  tokensEstimated: false,
  stream: false,
  traceId: '',
  ...given,
});
