import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EndpointState, EventNamed, Recorded, ScalingSpec } from '@tidegate/contracts';
import { type Cause, causeOf, deriveId } from '@tidegate/eventing';
import { Bus, Clock, EventingModule, EventStore } from '@tidegate/eventing/nest';
import { endpointSpec, type TestService, testService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import { Traffic } from './observation/traffic.loop.ts';
import { ScalerModule } from './scaler.module.ts';
import { Leader } from './scaling/leader.loop.ts';

type ScaleDecided = Recorded<EventNamed<'ScaleDecided'>>;
const projectId = 'proj-000000000001';
const reason = { code: 'x', message: 'x', nextStep: 'x' };
const byHand = (): Cause => causeOf({ commandId: randomUUID(), actor: 'operator' });

const specWith = (scaling: Partial<ScalingSpec>) =>
  endpointSpec({ scaling: { idleTimeoutSeconds: 1, ...scaling } });

/** An endpoint and everybody around it that the scaler hears of. */
const endpointOn = (service: TestService, name: string) => {
  const [store, bus, clock] = [service.get(EventStore), service.get(Bus), service.get(Clock)];
  const endpointId = deriveId('endpoint', name);
  const replicaId = deriveId('replica', name);
  const owner = { endpointId, projectId };
  const append = (event: Parameters<EventStore['append']>[2][number], stream = endpointId) =>
    store.append(stream, 'any', [event], byHand());
  const decisions = async (): Promise<ScaleDecided[]> =>
    (await store.read<EventNamed<'ScaleDecided'>>(`scale-${endpointId}`)).events;
  const become = (to: EndpointState) =>
    append({ type: 'EndpointStateChanged', data: { ...owner, from: null, to, reason } });
  const sample = (inFlight: number, waiting: number, source = 'gateway-a') =>
    bus.signal('MetricSampled', {
      endpointId,
      replicaId: null,
      nodeId: null,
      source,
      sampledAtUs: clock.nowUs(),
      metrics: { in_flight: inFlight, waiting, requests_total: 0 },
    });
  return {
    endpointId,
    decisions,
    become,
    request: async (scaling: Partial<ScalingSpec> = {}, { isBuilt = true } = {}) => {
      await append({ type: 'EndpointRequested', data: { ...owner, revision: 1, spec: specWith(scaling) } });
      if (isBuilt) await become('deploying');
    },
    update: (revision: number, scaling: Partial<ScalingSpec>) =>
      append({
        type: 'EndpointUpdated',
        data: {
          ...owner,
          revision,
          templateRevision: 1,
          spec: specWith(scaling),
          changed: ['/scaling'],
          cause: 'update',
        },
      }),
    visibility: async (): Promise<boolean[]> =>
      (await store.read<EventNamed<'TrafficVisibilityChanged'>>(`traffic-${endpointId}`)).events.map(
        ({ data }) => data.visible,
      ),
    stop: () => append({ type: 'EndpointStopRequested', data: { ...owner, reason } }),
    restart: () => append({ type: 'EndpointStartRequested', data: owner }),
    /** As another scaler would have decided. */
    fallAsleep: () =>
      append(
        {
          type: 'ScaleDecided',
          data: {
            ...owner,
            revision: 1,
            from: 1,
            to: 0,
            cause: 'idle',
            inputs: null,
            formula: '',
            limitedBy: [],
            mayMoveInSeconds: null,
            spare: [],
            policyVersion: 1,
            leaseEpoch: 1,
            text: '',
          },
        },
        `scale-${endpointId}`,
      ),
    becomeReady: () =>
      append(
        {
          type: 'ReplicaReady',
          data: {
            ...owner,
            replicaId,
            revision: 1,
            nodeId: 'node-000000000001',
            host: '127.0.0.1',
            port: 1,
            readyAtUs: clock.nowUs(),
          },
        },
        replicaId,
      ),
    sample,
    /** Again and again, as a gateway does: the first may come before the scaler knows of what the test did. */
    sampleOn: (inFlight: number, waiting: number) => {
      const timer = setInterval(() => void sample(inFlight, waiting), 250);
      return () => {
        clearInterval(timer);
      };
    },
    counts: (length: number, withinMs?: number): Promise<string[]> =>
      service.eventually(async () => {
        const all = (await decisions()).map(
          ({ data }) => `${data.cause} ${String(data.from)} → ${String(data.to)}`,
        );
        expect(all.length).toBeGreaterThanOrEqual(length);
        return all;
      }, withinMs),
  };
};

/** Carries the relay, and the servers outlive the scalers on them. */
const world = (): Promise<TestService> =>
  testService({ service: 'witness', module: EventingModule.forRoot({ service: 'witness', relay: true }) });
const scalerIn = (
  { databaseUrl, natsUrl, natsToken }: TestService,
  given: Parameters<typeof ScalerModule.with>[0] = {},
): Promise<TestService> =>
  testService({
    service: 'scaler',
    module: ScalerModule.with({ tickMs: 100, ...given }),
    beside: { databaseUrl, natsUrl, natsToken },
  });

describe('a scaler', () => {
  let first: TestService;
  let scaler: TestService;
  beforeAll(async () => {
    first = await world();
    scaler = await scalerIn(first);
  });
  afterAll(async () => {
    await scaler.close();
    await first.close();
  });

  it('takes an endpoint from its first start to sleep, and wakes it once for a hundred callers', async () => {
    const endpoint = endpointOn(first, 'life');
    await endpoint.request();
    expect(await endpoint.counts(1)).toEqual(['deploy 0 → 1']);
    await endpoint.becomeReady();
    await endpoint.sample(0, 0);
    expect(await endpoint.counts(2)).toEqual(['deploy 0 → 1', 'idle 1 → 0']);

    // Six gateways tell of a hundred callers, most of them at the same instant.
    const gateways = Array.from({ length: 6 }, (_, n) => `gateway-${String(n)}`);
    await Promise.all(gateways.map((source) => endpoint.sample(0, 1, source)));
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => endpoint.sample(0, 1, gateways[n % gateways.length])),
    );
    const counts = await endpoint.counts(3);
    expect(counts.filter((count) => count.startsWith('wake'))).toEqual(['wake 0 → 1']);
  });

  it('wakes without waiting for a tick', async () => {
    await scaler.close();
    scaler = await scalerIn(first, { tickMs: 600_000 });
    const endpoint = endpointOn(first, 'quick');
    await endpoint.request();
    await endpoint.counts(1);
    await endpoint.fallAsleep();
    const stopSampling = endpoint.sampleOn(0, 20);
    expect(await endpoint.counts(3).finally(stopSampling)).toEqual([
      'deploy 0 → 1',
      'idle 1 → 0',
      'wake 0 → 2',
    ]);
    const [, , wake] = await endpoint.decisions();
    expect(wake?.data).toMatchObject({ limitedBy: [], policyVersion: 2, cause: 'wake' });
    expect(wake?.data.text).toBe('0 → 2: a request waits and nothing runs.');
    expect(wake?.data.leaseEpoch).toBeGreaterThan(0);
    expect(wake?.meta.actor).toBe('service:scaler');
    await scaler.close();
    scaler = await scalerIn(first);
  });

  it('grows under load up to the maximum, and says why', async () => {
    const endpoint = endpointOn(first, 'busy');
    await endpoint.request({ minReplicas: 1, maxReplicas: 2 });
    await endpoint.counts(1);
    await endpoint.becomeReady();
    const stopSampling = endpoint.sampleOn(8, 200);
    expect(await endpoint.counts(2).finally(stopSampling)).toEqual(['deploy 0 → 1', 'load 1 → 2']);
    const [, grown] = await endpoint.decisions();
    expect(grown?.data.limitedBy).toEqual(['max_replicas']);
    expect(grown?.data.inputs).toMatchObject({
      inFlight: 8,
      waiting: 200,
      current: 1,
      ready: 1,
      stale: false,
    });
  });

  it('stops, starts and gives up as its owner and its life cycle say', async () => {
    const endpoint = endpointOn(first, 'ordered');
    await endpoint.request({ minReplicas: 2 });
    await endpoint.counts(1);
    const { firstPosition } = await endpoint.stop();
    await endpoint.counts(2);
    await endpoint.restart();
    await endpoint.counts(3);
    await endpoint.become('runtime_error');
    expect(await endpoint.counts(4)).toEqual(['deploy 0 → 2', 'stop 2 → 0', 'start 0 → 2', 'failed 2 → 0']);
    const [stop] = (await first
      .get(EventStore)
      .readLog({ after: firstPosition - 1, limit: 1 })) as Recorded[];
    const [, stopped] = await endpoint.decisions();
    expect(stopped?.causationId).toBe(stop?.id);
    expect(stopped?.correlationId).toBe(stop?.correlationId);
  });

  it('waits until an endpoint is built', async () => {
    const endpoint = endpointOn(first, 'unbuilt');
    await endpoint.request({ minReplicas: 1 }, { isBuilt: false });
    await endpoint.sample(0, 3);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await endpoint.decisions()).toEqual([]);
    await endpoint.become('deploying');
    expect(await endpoint.counts(1)).toEqual(['deploy 0 → 1']);
  });

  it('applies an update at once, and names its revision', async () => {
    const endpoint = endpointOn(first, 'updated');
    await endpoint.request({ minReplicas: 1 });
    await endpoint.counts(1);
    await endpoint.update(2, { minReplicas: 3 });
    await endpoint.counts(2);
    await endpoint.update(3, { minReplicas: 0, maxReplicas: 2 });
    await endpoint.counts(3);
    await endpoint.update(4, { mode: 'manual', minReplicas: 4 });
    expect(await endpoint.counts(4)).toEqual(['deploy 0 → 1', 'load 1 → 3', 'load 3 → 2', 'manual 2 → 4']);
    expect((await endpoint.decisions()).map(({ data }) => data.revision)).toEqual([1, 2, 3, 4]);
  });

  it('keeps replicas whose traffic nobody reports', async () => {
    const endpoint = endpointOn(first, 'unseen');
    await endpoint.request({ minReplicas: 0 });
    await endpoint.counts(1);
    await endpoint.becomeReady();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await endpoint.counts(1)).toEqual(['deploy 0 → 1']);
  });

  it('keeps replicas over a restart and decides nothing twice', async () => {
    const endpoint = endpointOn(first, 'handed-over');
    await endpoint.request({ minReplicas: 0, idleTimeoutSeconds: 600 });
    await endpoint.counts(1);
    await endpoint.becomeReady();
    await endpoint.sample(30, 0);
    expect(await endpoint.counts(2)).toEqual(['deploy 0 → 1', 'load 1 → 4']);

    await scaler.close();
    scaler = await scalerIn(first);
    await endpoint.sample(1, 0);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await endpoint.counts(2)).toEqual(['deploy 0 → 1', 'load 1 → 4']);
    await endpoint.stop();
    expect(await endpoint.counts(3)).toEqual(['deploy 0 → 1', 'load 1 → 4', 'stop 4 → 0']);
    const [, before, after] = (await endpoint.decisions()).map(({ data }) => data.leaseEpoch);
    expect(after).toBeGreaterThan(before ?? 0);
  });

  it('remembers over a restart what it learned, and divides the endpoints with others', async () => {
    const endpoint = endpointOn(first, 'remembered');
    await endpoint.request({ minReplicas: 1, idleTimeoutSeconds: 600 });
    await endpoint.counts(1);
    await endpoint.becomeReady();
    await endpoint.sample(1, 0);
    await first.eventually(() =>
      expect(scaler.get(Traffic).watches.get(endpoint.endpointId)?.state).toBeTruthy(),
    );
    const before = scaler.get(Traffic).watches.get(endpoint.endpointId)!.state!;
    before.error.square = 0.0321;
    await scaler.close();
    const both = [await scalerIn(first), await scalerIn(first)];
    scaler = both[0]!;
    try {
      await endpoint.sample(1, 0);
      await first.eventually(() => {
        const after = scaler.get(Traffic).watches.get(endpoint.endpointId)?.state;
        expect(after?.error.square).toBeCloseTo(0.0321, 3);
        expect(after?.firstAt).toBe(before.firstAt);
      });
      const ids = Array.from({ length: 64 }, (_, n) => `endpt-${String(n).padStart(12, '0')}`);
      await first.eventually(() => {
        for (const id of ids) expect(both.filter((each) => each.get(Leader).leads(id))).toHaveLength(1);
        for (const each of both) expect(ids.some((id) => each.get(Leader).leads(id))).toBe(true);
      }, 20_000);
    } finally {
      await both[1]!.close();
    }
  });

  it('beside another takes over when that one ends, without a second decision for the same step', async () => {
    const standby = await scalerIn(first);
    try {
      const endpoint = endpointOn(first, 'two-scalers');
      await endpoint.request({ minReplicas: 1 });
      expect(await endpoint.counts(1)).toEqual(['deploy 0 → 1']);
      await scaler.close();
      await endpoint.sample(16, 0);
      expect(await endpoint.counts(2, 8000)).toEqual(['deploy 0 → 1', 'load 1 → 2']);
    } finally {
      await standby.close();
      scaler = await scalerIn(first);
    }
  });
});

describe('the traffic of an endpoint with replicas', () => {
  it('is said to be unseen once, over restarts too, and seen again when it is', async () => {
    const first = await world();
    const given = { unseenAfterUs: 600_000 };
    let scaler = await scalerIn(first, given);
    try {
      const endpoint = endpointOn(first, 'out-of-sight');
      await endpoint.request({ minReplicas: 1 });
      await first.eventually(async () => expect(await endpoint.visibility()).toEqual([false]));
      await scaler.close();
      scaler = await scalerIn(first, given);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(await endpoint.visibility()).toEqual([false]);
      await endpoint.sample(1, 0);
      await first.eventually(async () => expect(await endpoint.visibility()).toEqual([false, true]));
    } finally {
      await scaler.close();
      await first.close();
    }
  });
});
