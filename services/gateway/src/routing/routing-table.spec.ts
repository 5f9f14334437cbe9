import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  deleted,
  endpointRequested,
  replicaDraining,
  replicaReady,
  replicaRequested,
  replicaResumed,
  replicaSlept,
  replicaStopped,
  replicaWakeRequested,
  stateChanged,
  stopRequested,
} from '../events.spec-helper.ts';
import { isClosed } from './endpoint.ts';
import { type RoutingEvent, RoutingTable } from './routing-table.ts';
import { Slot } from './slot.ts';

const tableOf = (...events: RoutingEvent[]): RoutingTable => {
  const table = new RoutingTable();
  for (const event of events) table.apply(event, 0);
  return table;
};

const ABOUT_ONE = {
  drain: replicaDraining,
  resume: replicaResumed,
  sleep: replicaSlept,
  wake: replicaWakeRequested,
};

describe('a routing table', () => {
  it('knows an endpoint by its id and by its name in its project', () => {
    const requested = endpointRequested({ name: 'chat' });
    const table = tableOf(requested);
    const endpoint = table.endpoint(requested.data.endpointId);
    expect(endpoint).toMatchObject({
      name: 'chat',
      state: 'building',
      configured: { model: 'owner/tiny', isPublic: false },
    });
    expect(table.named(requested.data.projectId, 'chat')).toBe(endpoint);
    expect(table.named('proj-ffffffffffff', 'chat')).toBeUndefined();
  });

  it('offers replicas from ready until draining or stopped', () => {
    const requested = endpointRequested();
    const [first, second] = [replicaReady(requested.data), replicaReady(requested.data)];
    const table = tableOf(requested, first, second);
    const endpoint = table.endpoint(requested.data.endpointId);
    const ready = () => endpoint?.ready.map(({ id }) => id);
    expect(ready()).toEqual([first.data.replicaId, second.data.replicaId]);
    expect(table.apply(replicaDraining(requested.data, first.data.replicaId), 0)).toMatchObject({
      kind: 'replica_left',
    });
    expect(ready()).toEqual([second.data.replicaId]);
    expect([...table.draining()].map(({ id }) => id)).toEqual([first.data.replicaId]);
    table.apply(replicaStopped(requested.data, first.data.replicaId), 0);
    table.apply(replicaStopped(requested.data, second.data.replicaId), 0);
    expect(ready()).toEqual([]);
    expect([...table.draining()]).toEqual([]);
  });

  it('offers a replica again that was to go and is taken back, with the requests it still has', () => {
    const requested = endpointRequested();
    const ready = replicaReady(requested.data);
    const { replicaId } = ready.data;
    const table = tableOf(requested, ready);
    const endpoint = table.endpoint(requested.data.endpointId)!;
    const slot = new Slot(endpoint.ready[0]!);
    table.apply(replicaDraining(requested.data, replicaId), 0);
    expect(table.apply(replicaResumed(requested.data, replicaId), 7)).toEqual({
      kind: 'replica_ready',
      endpoint,
    });
    expect(endpoint.ready.map(({ id, inFlight }) => [id, inFlight])).toEqual([[replicaId, 1]]);
    expect(endpoint.readySinceMs).toBe(7);
    expect([...table.draining()]).toEqual([]);
    slot.release();
    expect(endpoint.ready[0]?.inFlight).toBe(0);
    expect(table.apply(replicaResumed(requested.data, replicaId), 8)).toBeUndefined();
    expect(endpoint.ready).toHaveLength(1);
  });

  it('takes nobody back who has stopped, or whose endpoint is gone', () => {
    const requested = endpointRequested();
    const ready = replicaReady(requested.data);
    const { replicaId } = ready.data;
    const drains = replicaDraining(requested.data, replicaId);
    const stopped = tableOf(requested, ready, drains, replicaStopped(requested.data, replicaId));
    const gone = tableOf(requested, ready, drains, deleted(requested.data));
    for (const table of [stopped, gone])
      expect(table.apply(replicaResumed(requested.data, replicaId), 0)).toBeUndefined();
    expect(stopped.endpoint(requested.data.endpointId)?.ready).toEqual([]);
  });

  it.each([true, false])(
    'offers a replica that slept once it is ready again (it said that it slept: %s)',
    (said) => {
      const requested = endpointRequested();
      const ready = replicaReady(requested.data);
      const { replicaId } = ready.data;
      const table = tableOf(requested, ready, replicaDraining(requested.data, replicaId));
      const endpoint = table.endpoint(requested.data.endpointId)!;
      if (said) table.apply(replicaSlept(requested.data, replicaId), 0);
      table.apply(replicaWakeRequested(requested.data, replicaId, new Date(1_000_000)), 0);
      expect(endpoint.ready).toEqual([]);
      expect([...table.draining()]).toEqual([]);
      const again = replicaReady(requested.data, { replicaId, port: 10, readyAtUs: 1_000_400_000 });
      expect(table.apply(again, 0)).toMatchObject({ kind: 'replica_ready' });
      expect(endpoint.ready).toMatchObject([{ id: replicaId, origin: 'http://127.0.0.1:10' }]);
      // What waking takes is what the next caller will wait for.
      expect(endpoint.startMs).toBe(400);
    },
  );

  it('lets running requests of a forgotten replica end with the right counts', () => {
    const requested = endpointRequested();
    const ready = replicaReady(requested.data);
    const table = tableOf(requested, ready);
    const endpoint = table.endpoint(requested.data.endpointId)!;
    const slot = new Slot(endpoint.ready[0]!);
    table.apply(replicaStopped(requested.data, ready.data.replicaId), 0);
    expect(endpoint.traffic.inFlight).toBe(1);
    expect(slot.release()).toBe(true);
    expect(slot.release()).toBe(false);
    expect(endpoint.traffic.inFlight).toBe(0);
  });

  it.each(['stopping', 'stopped', 'build_failed', 'deploy_failed', 'runtime_error', 'disabled'] as const)(
    'closes an endpoint that is %s',
    (state) => {
      const requested = endpointRequested();
      const table = tableOf(requested);
      expect(table.apply(stateChanged(requested.data, state), 0)).toMatchObject({ kind: 'endpoint_closed' });
      expect(isClosed(table.endpoint(requested.data.endpointId)!)).toBe(true);
    },
  );

  it.each(['building', 'deploying', 'starting', 'running', 'sleeping', 'waking'] as const)(
    'keeps an endpoint open that is %s',
    (state) => {
      const requested = endpointRequested();
      const table = tableOf(requested);
      expect(table.apply(stateChanged(requested.data, state), 0)).toBeUndefined();
      expect(isClosed(table.endpoint(requested.data.endpointId)!)).toBe(false);
    },
  );

  it('closes at the request to stop, before the state follows', () => {
    const requested = endpointRequested();
    const table = tableOf(requested);
    expect(table.apply(stopRequested(requested.data), 0)).toMatchObject({ kind: 'endpoint_closed' });
  });

  it('remembers of a deleted endpoint whose it was, and nothing else', () => {
    const requested = endpointRequested({ name: 'chat' });
    const { endpointId, projectId } = requested.data;
    const table = tableOf(requested, deleted(requested.data, 'chat'));
    expect(table.endpoint(endpointId)).toBeUndefined();
    expect(table.named(projectId, 'chat')).toBeUndefined();
    expect(table.ofProject(projectId)).toEqual([]);
    expect(table.deleted(endpointId)).toEqual({ projectId, isPublic: false, isInternalOnly: false });
  });

  it('leaves a name alone that a later endpoint took', () => {
    const [old, young] = [endpointRequested({ name: 'chat' }), endpointRequested({ name: 'chat' })];
    const table = tableOf(old, young, deleted(old.data, 'chat'));
    expect(table.named(young.data.projectId, 'chat')?.id).toBe(young.data.endpointId);
  });

  it('measures starts, the newest counting most', () => {
    const requested = endpointRequested();
    const table = tableOf(requested);
    const endpoint = table.endpoint(requested.data.endpointId)!;
    const start = (replicaId: string, tookMs: number) => {
      table.apply(replicaRequested(requested.data, replicaId, new Date(1_000_000)), 0);
      table.apply(replicaReady(requested.data, { replicaId, readyAtUs: (1_000_000 + tookMs) * 1000 }), 0);
    };
    expect(endpoint.startMs).toBeNull();
    start('repl-000000000001', 10_000);
    expect(endpoint.startMs).toBe(10_000);
    start('repl-000000000002', 20_000);
    expect(endpoint.startMs).toBeCloseTo(13_000);
  });

  it('holds nothing of a project whose endpoints are gone, whatever happened before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('ready', 'drain', 'resume', 'sleep', 'wake', 'stop', 'ask'), {
          maxLength: 30,
        }),
        (steps) => {
          const requested = endpointRequested();
          const table = tableOf(requested);
          const endpoint = table.endpoint(requested.data.endpointId)!;
          const alive: string[] = [];
          for (const step of steps) {
            const ready = replicaReady(requested.data);
            const oldest = alive[0];
            if (step === 'ready') alive.push((table.apply(ready, 0), ready.data.replicaId));
            const told = step in ABOUT_ONE ? ABOUT_ONE[step as keyof typeof ABOUT_ONE] : undefined;
            if (told && oldest) table.apply(told(requested.data, oldest), 0);
            if (step === 'ask') table.apply(replicaRequested(requested.data, ready.data.replicaId), 0);
            if (step === 'stop' && oldest) table.apply(replicaStopped(requested.data, alive.shift()!), 0);
          }
          const ids = endpoint.ready.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(alive).toEqual(expect.arrayContaining(ids));
          for (const id of alive) table.apply(replicaStopped(requested.data, id), 0);
          expect(endpoint.ready).toEqual([]);
          expect([...table.draining()]).toEqual([]);
        },
      ),
    );
  });
});
