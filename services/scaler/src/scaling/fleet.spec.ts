import type { AnyEvent, EndpointState, Recorded, ScalingSpec } from '@tidegate/contracts';
import { describe, expect, it } from '@jest/globals';
import { endpointSpec } from '@tidegate/testing';
import { Fleet } from './fleet.ts';

const ENDPOINT = 'endpt-000000000001';
const owner = { endpointId: ENDPOINT, projectId: 'proj-000000000001' };
const spec = endpointSpec({ scaling: { idleTimeoutSeconds: 60 } });
const reason = { code: 'x', message: 'x', nextStep: 'x' };

const requested: AnyEvent = { type: 'EndpointRequested', data: { ...owner, revision: 1, spec } };
const started: AnyEvent = { type: 'EndpointStartRequested', data: owner };
const stopped: AnyEvent = { type: 'EndpointStopRequested', data: { ...owner, reason } };
const deleted: AnyEvent = { type: 'EndpointDeleted', data: { ...owner, name: 'tiny' } };
const became = (to: EndpointState): AnyEvent => ({
  type: 'EndpointStateChanged',
  data: { ...owner, from: null, to, reason },
});
const built = became('deploying');
const disabled: AnyEvent = { type: 'EndpointDisabled', data: { ...owner, by: 'operator', reason } };
const enabled: AnyEvent = { type: 'EndpointEnabled', data: owner };
const updated = (revision: number, scaling: Partial<ScalingSpec>, templateRevision = 1): AnyEvent => ({
  type: 'EndpointUpdated',
  data: {
    ...owner,
    revision,
    templateRevision,
    spec: endpointSpec({ scaling }),
    changed: [],
    cause: 'update',
  },
});
const rollout: AnyEvent = {
  type: 'RolloutStarted',
  data: { ...owner, from: 1, to: 2, percent: 100, reason },
};
const visibility = (visible: boolean): AnyEvent => ({
  type: 'TrafficVisibilityChanged',
  data: { ...owner, visible },
});
const scaled = (from: number, to: number, cause: 'deploy' | 'stop' | 'idle' | 'load' | 'wake'): AnyEvent => ({
  type: 'ScaleDecided',
  data: {
    ...owner,
    revision: 1,
    from,
    to,
    cause,
    inputs: null,
    formula: '',
    limitedBy: [],
    mayMoveInSeconds: null,
    spare: [],
    policyVersion: 1,
    leaseEpoch: 1,
    text: '',
  },
});
const replica = (n: number, revision = 1) => ({
  ...owner,
  replicaId: `repl-00000000000${String(n)}`,
  revision,
});
const ready = (n: number, readyAtUs: number, revision = 1): AnyEvent => ({
  type: 'ReplicaReady',
  data: { ...replica(n, revision), nodeId: 'node-000000000001', host: '127.0.0.1', port: 1, readyAtUs },
});
const draining = (n: number): AnyEvent => ({
  type: 'ReplicaDraining',
  data: { ...replica(n), cause: 'scaled_down' },
});

const recorded = (events: readonly AnyEvent[]): Recorded<AnyEvent>[] => {
  const counts = new Map<string, number>();
  const counted = (type: string): number => {
    counts.set(type, (counts.get(type) ?? 0) + 1);
    return counts.get(type) ?? 0;
  };
  return events.map((event, n) => ({
    ...event,
    id: String(n),
    position: n + 1,
    streamId: 's',
    version: counted(event.type),
    schemaVersion: 1,
    tenantId: null,
    correlationId: 'c',
    causationId: 'c',
    occurredAt: new Date(n * 1000),
    meta: {},
  }));
};

const fleetAfter = (...events: AnyEvent[]): Fleet => {
  const fleet = new Fleet();
  for (const event of recorded(events)) fleet.apply(event);
  return fleet;
};
const after = (...events: AnyEvent[]) => fleetAfter(...events).get(ENDPOINT);

describe('a fleet', () => {
  it('does not know an endpoint before it was requested', () => expect(after(started)).toBeUndefined());

  it('wishes nothing of a new endpoint until it is built, then deployed until its count is decided', () => {
    expect(after(requested)).toMatchObject({ wish: 'build', current: 0, version: 0 });
    expect(after(requested, built)).toMatchObject({ wish: 'deploy', current: 0, version: 0 });
    expect(after(requested, built, scaled(0, 1, 'deploy'))).toMatchObject({
      wish: 'serve',
      current: 1,
      version: 1,
    });
  });

  it('never starts what could not be built', () =>
    expect(after(requested, became('build_failed'))).toMatchObject({ wish: 'failed', current: 0 }));

  it.each(['build_failed', 'deploy_failed', 'runtime_error'] as const)(
    'gives up an endpoint that is %s',
    (state) =>
      expect(after(requested, scaled(0, 1, 'deploy'), became(state))).toMatchObject({
        wish: 'failed',
        current: 1,
      }),
  );

  it('stops what was disabled, and starts it once it was enabled and is deployed again', () => {
    expect(after(requested, built, became('disabled'))).toMatchObject({ wish: 'stop' });
    const off = [requested, built, scaled(0, 1, 'deploy'), disabled, scaled(1, 0, 'stop')] as const;
    expect(after(...off)).toMatchObject({ wish: 'stop', current: 0 });
    expect(after(...off, enabled, became('stopped'))).toMatchObject({ wish: 'stop' });
    expect(after(...off, enabled, became('deploying'))).toMatchObject({ wish: 'start' });
  });

  it('takes no notice of states that follow from its own decisions', () =>
    expect(after(requested, scaled(0, 1, 'deploy'), became('running'))).toMatchObject({ wish: 'serve' }));

  it('starts what was stopped', () =>
    expect(
      after(requested, built, scaled(0, 1, 'deploy'), stopped, scaled(1, 0, 'stop'), started),
    ).toMatchObject({
      wish: 'start',
      current: 0,
    }));

  it('still starts when the decision to stop was appended after the start', () =>
    expect(
      after(requested, built, scaled(0, 1, 'deploy'), stopped, started, scaled(1, 0, 'stop')),
    ).toMatchObject({
      wish: 'start',
      current: 0,
    }));

  it('decides a stop that nobody has decided yet before the start that followed it', () => {
    const overtaken = [requested, built, scaled(0, 1, 'deploy'), stopped, started] as const;
    expect(after(...overtaken)).toMatchObject({ wish: 'stop', current: 1 });
    expect(after(...overtaken, scaled(1, 0, 'stop'))).toMatchObject({ wish: 'start', startsNext: null });
    expect(after(...overtaken, stopped, scaled(1, 0, 'stop'))).toMatchObject({ wish: 'stop' });
  });

  it('forgets a deleted endpoint when its count is 0', () => {
    expect(after(requested, scaled(0, 1, 'deploy'), deleted, started)).toMatchObject({ wish: 'delete' });
    expect(after(requested, scaled(0, 1, 'deploy'), deleted, scaled(1, 0, 'stop'))).toBeUndefined();
  });

  it('takes a decision once, from its own hand or from the log', () => {
    const fleet = fleetAfter(requested);
    fleet.decided(ENDPOINT, { version: 1, from: 0, to: 1, cause: 'deploy', atUs: 5 });
    for (const event of recorded([scaled(0, 3, 'deploy')])) fleet.apply(event);
    expect(fleet.get(ENDPOINT)).toMatchObject({ current: 1, version: 1, wokenAtUs: 5 });
  });

  it('knows since when a replica has been ready', () => {
    expect(after(requested, ready(1, 10), ready(2, 20))?.readySinceUs).toBe(10);
    expect(after(requested, ready(1, 10), ready(2, 20), draining(1))?.readySinceUs).toBe(10);
    expect(after(requested, ready(1, 10), draining(1))?.readySinceUs).toBeNull();
    expect(after(requested, ready(1, 10), draining(1), ready(2, 30))?.readySinceUs).toBe(30);
  });

  it('restored from a snapshot is the same', () => {
    const fleet = fleetAfter(
      requested,
      built,
      scaled(0, 1, 'deploy'),
      ready(1, 10),
      updated(2, { maxReplicas: 3 }),
      visibility(false),
    );
    const restored = new Fleet();
    restored.restore(JSON.parse(JSON.stringify(fleet.snapshot())));
    expect(restored.get(ENDPOINT)).toEqual(fleet.get(ENDPOINT));
  });
});

describe('an endpoint that is updated', () => {
  it('is scaled by its new revision from there on', () =>
    expect(after(requested, built, scaled(0, 1, 'deploy'), updated(2, { minReplicas: 3 }))).toMatchObject({
      revision: 2,
      scaling: { minReplicas: 3 },
      wish: 'serve',
      current: 1,
    }));

  it('keeps its count while two templates run', () => {
    const rolling = after(
      requested,
      built,
      scaled(0, 1, 'deploy'),
      ready(1, 10),
      updated(2, {}, 2),
      rollout,
      ready(2, 20, 2),
    );
    expect(rolling).toMatchObject({ revision: 2, current: 1, wish: 'serve', readySinceUs: 10 });
    expect(rolling?.replicas.readyCount).toBe(2);
  });

  it('while it is stopped stays so', () =>
    expect(
      after(requested, built, scaled(0, 1, 'deploy'), stopped, scaled(1, 0, 'stop'), updated(2, {}, 2)),
    ).toMatchObject({ wish: 'stop', revision: 2, current: 0 }));
});

describe('the traffic of an endpoint', () => {
  it('is taken for seen until the log says otherwise', () => {
    expect(after(requested)?.traffic).toEqual({ visible: true, version: 0 });
    expect(after(requested, visibility(false))?.traffic).toEqual({ visible: false, version: 1 });
    expect(after(requested, visibility(false), visibility(true))?.traffic).toEqual({
      visible: true,
      version: 2,
    });
  });

  it('is said once, by its own hand or by the log', () => {
    const fleet = fleetAfter(requested);
    fleet.seen(ENDPOINT, { visible: false, version: 1 });
    for (const event of recorded([visibility(true)])) fleet.apply(event);
    expect(fleet.get(ENDPOINT)?.traffic).toEqual({ visible: false, version: 1 });
  });
});

describe('the replicas of an endpoint', () => {
  const { hardware, cluster } = spec;
  const asked = (n: number): AnyEvent => ({
    type: 'ReplicaRequested',
    data: { ...replica(n), cluster, hardware },
  });
  const delayed = (n: number): AnyEvent => ({
    type: 'ReplicaDelayed',
    data: { ...replica(n), cluster, hardware, message: '' },
  });
  const placed = (n: number): AnyEvent => ({
    type: 'ReplicaPlaced',
    data: { ...replica(n), cluster, hardware, nodeId: 'node-000000000001', gpuIndices: [], explanation: [] },
  });
  const resumed: AnyEvent = { type: 'ReplicaResumed', data: replica(1) };
  const slept: AnyEvent = {
    type: 'ReplicaSlept',
    data: { ...replica(1), nodeId: 'node-000000000001', how: 'frozen', sleptAtUs: 1 },
  };
  const wakes: AnyEvent = {
    type: 'ReplicaWakeRequested',
    data: { ...replica(1), nodeId: 'node-000000000001' },
  };

  it('start for as long as it takes from the request, or from the place when that was waited for', () => {
    const at =
      recorded([requested, asked(1)])
        .at(-1)!
        .occurredAt.getTime() * 1000;
    expect(after(requested, asked(1), ready(1, at + 30_000_000))?.replicas.startSeconds).toEqual([30]);
    const late = after(requested, asked(1), delayed(1));
    expect(late?.replicas.delayedCount).toBe(1);
    const placedAt =
      recorded([requested, asked(1), delayed(1), placed(1)])
        .at(-1)!
        .occurredAt.getTime() * 1000;
    const waited = after(requested, asked(1), delayed(1), placed(1), ready(1, placedAt + 20_000_000));
    expect(waited?.replicas).toMatchObject({ delayedCount: 0, readyCount: 1, startSeconds: [20] });
  });

  it('are ready again when they are taken back, or woken, which says nothing of how long a start takes', () => {
    const life = [requested, ready(1, 10), draining(1)];
    expect(after(...life)).toMatchObject({ readySinceUs: null });
    expect(after(...life, resumed)?.replicas.readyCount).toBe(1);
    expect(after(...life, slept)?.replicas.readyCount).toBe(0);
    const woken = after(...life, slept, wakes, ready(1, 90_000_000));
    expect(woken?.replicas).toMatchObject({ readyCount: 1, startSeconds: [] });
    expect(woken?.readySinceUs).toBe(90_000_000);
  });

  it('are remembered with their starts by a snapshot', () => {
    const fleet = fleetAfter(requested, asked(1), ready(1, 1e15), asked(2));
    const copy = new Fleet();
    copy.restore(JSON.parse(JSON.stringify(fleet.snapshot())));
    expect(copy.get(ENDPOINT)).toEqual(fleet.get(ENDPOINT));
    expect(copy.get(ENDPOINT)?.replicas.startingSinceUs()).toHaveLength(1);
  });
});
