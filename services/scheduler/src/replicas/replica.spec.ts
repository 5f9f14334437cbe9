import { describe, expect, it } from '@jest/globals';
import type { HardwareShape } from '@tidegate/contracts';
import { given } from '@tidegate/testing';
import fc from 'fast-check';
import { replica, type ReplicaCommand, type ReplicaEvent } from './replica.ts';

const nodeId = 'node-00000000000a';
const whose = {
  replicaId: 'repl-00000000000a',
  endpointId: 'endpt-00000000000a',
  projectId: 'proj-00000000000a',
  revision: 1,
};
const hardware: HardwareShape = {
  id: 'cpu-1x',
  gpuModel: null,
  gpuCount: 0,
  gpuThousandths: 1000,
  vcpuMillis: 1000,
  memoryMib: 2048,
};
const requested = { type: 'ReplicaRequested', data: { ...whose, cluster: 'local', hardware } } as const;
const start = (atUs: number) => ({ type: 'RecordStarted', nodeId, simulated: false, atUs }) as const;
const ready = (atUs: number) =>
  ({ type: 'RecordReady', nodeId, simulated: false, host: '127.0.0.1', port: 8123, atUs }) as const;
const stop = (atUs: number) =>
  ({ type: 'RecordStopped', nodeId, cause: 'exited', exitCode: 1, lastLines: ['bye'], atUs }) as const;
const started = (startedAtUs: number): ReplicaEvent => ({
  type: 'ReplicaStarted',
  data: { ...whose, nodeId, hardware, simulated: false, startedAtUs },
});
const readied = (readyAtUs: number): ReplicaEvent => ({
  type: 'ReplicaReady',
  data: { ...whose, nodeId, host: '127.0.0.1', port: 8123, readyAtUs },
});
const stopped = (stoppedAtUs: number, neverReady: boolean): ReplicaEvent => ({
  type: 'ReplicaStopped',
  data: { ...whose, nodeId, cause: 'exited', exitCode: 1, neverReady, stoppedAtUs, lastLines: ['bye'] },
});
const draining: ReplicaEvent = { type: 'ReplicaDraining', data: { ...whose, cause: 'scaled_down' } };

describe('a replica', () => {
  it('is requested once', () => {
    const again = { type: 'RequestReplica', data: requested.data } as const;
    given(replica).when(again).then(requested);
    given(replica, requested).when(again).thenNothing();
  });
  it('that nobody asked for has no facts', () => {
    given(replica).when(start(5)).thenNothing();
    given(replica).when(stop(5)).thenNothing();
  });
  it('starts once', () => {
    given(replica, requested).when(start(5)).then(started(5));
    given(replica, requested, started(5)).when(start(9)).thenNothing();
  });
  it('becomes ready once', () => {
    given(replica, requested, started(5)).when(ready(7)).then(readied(7));
    given(replica, requested, started(5), readied(7)).when(ready(8)).thenNothing();
  });
  it('that is ready has started, even if nobody said so', () => {
    given(replica, requested).when(ready(7)).then(started(7), readied(7));
  });
  it('was never ready when it ends before', () => {
    given(replica, requested, started(5)).when(stop(9)).then(stopped(9, true));
  });
  it('that was ready ends as one that is billed', () => {
    given(replica, requested, started(5), readied(7)).when(stop(9)).then(stopped(9, false));
  });
  it('that ends before it started never held hardware', () => {
    given(replica, requested).when(stop(9)).then(stopped(9, false));
  });
  it('never ends before it began', () => {
    given(replica, requested, started(50), readied(70)).when(stop(60)).then(stopped(70, false));
  });
  it('that has ended hears nothing more', () => {
    for (const command of [
      start(9),
      ready(9),
      stop(9),
      { type: 'DrainReplica', cause: 'scaled_down' } as const,
    ])
      given(replica, requested, stopped(9, false)).when(command).thenNothing();
  });
});

describe('a replica without room', () => {
  const delay = { type: 'DelayReplica', message: 'Waits for room: the cluster has no node.' } as const;
  const delayed: ReplicaEvent = {
    type: 'ReplicaDelayed',
    data: { ...whose, cluster: 'local', hardware, message: delay.message },
  };
  it('says so once', () => {
    given(replica, requested).when(delay).then(delayed);
    given(replica, requested, delayed)
      .when({ ...delay, message: 'another reason' })
      .thenNothing();
  });
  it('says nothing of it once it runs, or is not wanted any more', () => {
    given(replica, requested, started(5)).when(delay).thenNothing();
    given(replica, requested, draining).when(delay).thenNothing();
    given(replica, requested, stopped(9, false)).when(delay).thenNothing();
  });
  it('starts like any other', () => {
    given(replica, requested, delayed).when(start(5)).then(started(5));
  });
});

describe('a replica that drains', () => {
  it('drains once', () => {
    const drain = { type: 'DrainReplica', cause: 'scaled_down' } as const;
    given(replica, requested, started(5)).when(drain).then(draining);
    given(replica, requested, started(5), draining).when(drain).thenNothing();
  });
  it('is still metered when its start was told late', () => {
    given(replica, requested, draining).when(start(5)).then(started(5));
  });
  it('gets no requests any more, so it does not become ready', () => {
    given(replica, requested, started(5), draining).when(ready(7)).thenNothing();
  });
});

describe('any sequence of facts', () => {
  const command: fc.Arbitrary<ReplicaCommand> = fc
    .tuple(fc.constantFrom(start, ready, stop), fc.nat(100))
    .map(([make, atUs]) => make(atUs));

  it('gives each kind of event at most once, with times that never decrease', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 12 }), (commands) => {
        let state = replica.evolve(replica.initial, requested);
        const events: ReplicaEvent[] = [];
        for (const next of commands)
          for (const event of replica.decide(state, next)) {
            events.push(event);
            state = replica.evolve(state, event);
          }
        expect(new Set(events.map(({ type }) => type)).size).toBe(events.length);
        const times = events.map(timeOf);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }),
    );
  });
});

const timeOf = (event: ReplicaEvent): number => {
  switch (event.type) {
    case 'ReplicaStarted':
      return event.data.startedAtUs;
    case 'ReplicaReady':
      return event.data.readyAtUs;
    case 'ReplicaStopped':
      return event.data.stoppedAtUs;
    case 'ReplicaRequested':
    case 'ReplicaDelayed':
    case 'ReplicaDraining':
      return 0;
  }
};
