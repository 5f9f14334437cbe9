import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { replicas, until } from './endpoints.ts';
import { OtlpReceiver, type ReceivedSpan } from './otlp-receiver.ts';
import { type LogEvent, Platform, eventually } from './platform.ts';

const SPEC = {
  name: 'traced',
  model: 'demo/traced',
  framework: 'engine-double',
  hardware: 'cpu-1x',
  engineArguments: { ttftMs: 50, tokensPerSecond: 50, tokens: 4 },
  scaling: { minReplicas: 0, maxReplicas: 1, idleTimeoutSeconds: 10 },
};
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const SERVICES = ['gateway', 'scaler', 'scheduler', 'agent'].map((name) => `tidegate-${name}`);

let receiver: OtlpReceiver;
let platform: Platform;
beforeAll(async () => {
  receiver = await OtlpReceiver.start();
  platform = await Platform.start({ args: ['--no-sample'], environment: receiver.environment });
}, 150_000);
afterAll(async () => {
  await platform.stop();
  await receiver.stop();
}, 90_000);

const call = (endpointId: string, headers: Record<string, string> = {}) =>
  platform.send('POST', '/v1/chat/completions', {
    body: { model: endpointId, max_tokens: 2, messages: [{ role: 'user', content: 'hello' }] },
    headers: { prefer: 'wait=60', ...headers },
  });

/** One that still drains would be taken back, and nothing would have to start. */
const asleep = async (endpointId: string): Promise<void> => {
  await until(platform, endpointId, ({ replicas: { desired } }) => desired === 0, 90_000);
  await eventually(async () => {
    const states = (await replicas(platform, endpointId)).map(({ state }) => state);
    expect(states.filter((state) => state !== 'stopped')).toEqual([]);
  });
};

/** From a span up to the caller's own: the names that it lies under, itself first. */
const lineage = (spans: readonly ReceivedSpan[], { name, parentSpanId }: ReceivedSpan): string[] => {
  if (parentSpanId === CALLER) return [name, 'caller'];
  const parent = spans.find(({ spanId }) => spanId === parentSpanId);
  return parent ? [name, ...lineage(spans, parent)] : [name, 'lost'];
};

describe('a call that wakes an endpoint', () => {
  let endpointId: string;
  let spans: ReceivedSpan[];
  const named = (name: string): ReceivedSpan => {
    const found = spans.find((span) => span.name === name);
    if (!found) throw new Error(`no ${name} among ${spans.map((span) => span.name).join(', ')}`);
    return found;
  };

  it('is answered once its replica is ready', async () => {
    ({ id: endpointId } = await platform.create(SPEC));
    await until(platform, endpointId, ({ replicas: { ready } }) => ready > 0, 90_000);
    await asleep(endpointId);
    const [first, second] = await Promise.all([
      call(endpointId, { traceparent: `00-${TRACE}-${CALLER}-01` }),
      new Promise((resolve) => setTimeout(resolve, 30)).then(() => call(endpointId)),
    ]);
    expect([first.status, second.status]).toEqual([200, 200]);
  }, 240_000);

  it('is one trace: call, wait, decision, placement, start, first byte', async () => {
    await eventually(() => {
      spans = receiver.ofTrace(TRACE);
      expect(spans.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['POST request', 'replica load', 'record ready']),
      );
    });
    expect([...new Set(spans.map(({ service }) => service))]).toEqual(expect.arrayContaining(SERVICES));
    const wait = ['wait for a replica', 'POST request', 'caller'];
    const decided = ['scale decision', ...wait];
    const acted = ['scheduler.pool ScaleDecided', ...decided];
    expect(lineage(spans, named('wait for a replica'))).toEqual(wait);
    expect(lineage(spans, named('scale decision'))).toEqual(decided);
    expect(lineage(spans, named('place replicas'))).toEqual(['place replicas', ...acted]);
    for (const part of ['replica pull', 'replica load'])
      expect(lineage(spans, named(part))).toEqual([part, 'replica start', ...acted]);
    expect(lineage(spans, named('record ready'))).toEqual(['record ready', ...acted]);
    expect(lineage(spans, named('replica request'))).toEqual(['replica request', 'POST request', 'caller']);
    expect(named('replica start').events).toEqual(['ready']);
    expect(named('replica request').events).toEqual(['first byte']);
  });

  it('lets each part begin after the one that led to it', () => {
    const starts = [
      'POST request',
      'wait for a replica',
      'scale decision',
      'place replicas',
      'replica start',
      'replica load',
      'record ready',
      'replica request',
    ].map((name) => named(name).startNs);
    expect(starts).toEqual(starts.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(named('wait for a replica').endNs).toBeGreaterThanOrEqual(named('replica start').endNs);
  });

  it('is linked from the other calls of the same wake, and links to what made its replica ready', async () => {
    const own = named('wait for a replica');
    const joined = await eventually(() => {
      const found = receiver.spans.find(
        ({ name, traceId, attributes: _, links }) =>
          name === own.name && traceId !== TRACE && links.some(({ spanId }) => spanId === own.spanId),
      );
      if (!found) throw new Error('nobody links to the first wait');
      return found;
    });
    expect(joined.links.map(({ traceId }) => traceId)).toContain(TRACE);
    expect(own.links.map(({ spanId }) => spanId)).toEqual([named('record ready').spanId]);
  });

  it('is found in the events that it led to', async () => {
    const events = await platform.events(endpointId);
    const placed = events.findLast(({ type }: LogEvent) => type === 'ReplicaPlaced');
    expect(named('replica start').attributes['tidegate.replica.id']).toBe(placed?.data['replicaId']);
  });
});

describe('metrics', () => {
  it('are pushed by every service as well', async () => {
    await eventually(() => {
      expect([...receiver.metrics.keys()]).toEqual(expect.arrayContaining(SERVICES));
    });
    expect([...(receiver.metrics.get('tidegate-gateway') ?? [])]).toContain('tidegate_gateway_in_flight');
  });
});
