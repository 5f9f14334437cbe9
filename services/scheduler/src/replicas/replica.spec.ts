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
const ready = (atUs: number, wakes = 0) =>
  ({ type: 'RecordReady', nodeId, simulated: false, host: '127.0.0.1', port: 8123, wakes, atUs }) as const;
const sleep = (atUs: number, wakes = 0) =>
  ({ type: 'RecordSlept', nodeId, how: 'frozen', wakes, atUs }) as const;
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
const slept = (sleptAtUs: number): ReplicaEvent => ({
  type: 'ReplicaSlept',
  data: { ...whose, nodeId, how: 'frozen', sleptAtUs },
});
const resumed: ReplicaEvent = { type: 'ReplicaResumed', data: whose };
const woken: ReplicaEvent = { type: 'ReplicaWakeRequested', data: { ...whose, nodeId } };
const falling: ReplicaEvent = {
  type: 'ReplicaDraining',
  data: { ...whose, cause: 'scaled_down', then: 'sleep' },
};
const drain = { type: 'DrainReplica', cause: 'scaled_down' } as const;
const fall = { ...drain, then: 'sleep' } as const;
const wake = { type: 'WakeReplica', nodeId } as const;
const resume = { type: 'ResumeReplica' } as const;
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

describe('a replica that drains and is wanted after all', () => {
  const before = [requested, started(5), readied(7), draining] as const;
  it('takes requests again, once', () => {
    given(replica, ...before)
      .when(resume)
      .then(resumed);
    given(replica, ...before, resumed)
      .when(resume)
      .thenNothing();
    given(replica, ...before, resumed)
      .when(ready(9))
      .thenNothing();
  });
  it('may drain again', () => {
    given(replica, ...before, resumed)
      .when(drain)
      .then(draining);
  });
  it('has to have been ready', () => {
    given(replica, requested, started(5), draining).when(resume).thenNothing();
    given(replica, ...before, stopped(9, false))
      .when(resume)
      .thenNothing();
  });
});

describe('a replica that is to sleep', () => {
  const awake = [requested, started(5), readied(7)] as const;
  it('falls asleep once its node has said so', () => {
    given(replica, ...awake)
      .when(fall)
      .then(falling);
    given(replica, ...awake, falling)
      .when(fall)
      .thenNothing();
    given(replica, ...awake, falling)
      .when(sleep(9))
      .then(slept(9));
    given(replica, ...awake, falling, slept(9))
      .when(sleep(9))
      .thenNothing();
  });
  it('stops when it is not ready: there is nothing to keep', () => {
    given(replica, requested, started(5)).when(fall).then(draining);
  });
  it('may be taken back before, or told to stop instead', () => {
    given(replica, ...awake, falling)
      .when(resume)
      .then(resumed);
    given(replica, ...awake, falling)
      .when(drain)
      .then(draining);
    given(replica, ...awake, draining)
      .when(fall)
      .thenNothing();
  });
  it('says nothing when it was not told to', () => {
    given(replica, ...awake)
      .when(sleep(9))
      .thenNothing();
    given(replica, ...awake, draining)
      .when(sleep(9))
      .thenNothing();
  });
});

describe('a replica that sleeps', () => {
  const asleep = [requested, started(5), readied(7), falling, slept(9)] as const;
  it('wakes, and is ready again', () => {
    given(replica, ...asleep)
      .when(wake)
      .then(woken);
    given(replica, ...asleep, woken)
      .when(wake)
      .thenNothing();
    given(replica, ...asleep, woken)
      .when(ready(11, 1))
      .then(readied(11));
    given(replica, ...asleep, woken, readied(11))
      .when(ready(11, 1))
      .thenNothing();
  });
  it('takes no word from before it was woken', () => {
    given(replica, ...asleep, woken)
      .when(ready(8, 0))
      .thenNothing();
    given(replica, ...asleep.slice(0, -1), woken)
      .when(sleep(9, 0))
      .thenNothing();
  });
  it('may be woken before it has said that it sleeps', () => {
    given(replica, ...asleep.slice(0, -1))
      .when(wake)
      .then(woken);
  });
  it('may be told to stop', () => {
    given(replica, ...asleep)
      .when(drain)
      .then(draining);
    given(replica, ...asleep, draining)
      .when(wake)
      .thenNothing();
    given(replica, ...asleep, draining)
      .when(resume)
      .thenNothing();
  });
  it('is billed to its end, which never comes before it fell asleep', () => {
    given(replica, ...asleep)
      .when(stop(3))
      .then(stopped(9, false));
    given(replica, ...asleep, woken)
      .when(stop(12))
      .then(stopped(12, false));
  });
  it('sleeps and wakes again and again', () => {
    const again = [...asleep, woken, readied(11), falling] as const;
    given(replica, ...again)
      .when(sleep(12, 0))
      .thenNothing();
    given(replica, ...again)
      .when(sleep(12, 1))
      .then(slept(12));
  });
});

describe('any sequence of facts and wishes', () => {
  const fact: fc.Arbitrary<ReplicaCommand> = fc
    .tuple(fc.constantFrom(start, ready, sleep, stop), fc.nat(100), fc.nat(2))
    .map(([make, atUs, wakes]) => make(atUs, wakes));
  const command = fc.oneof(fact, fc.constantFrom<ReplicaCommand>(drain, fall, wake, resume));

  it('gives a life that can be told: times never decrease, and who sleeps wakes before anything else', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        let state = replica.evolve(replica.initial, requested);
        const events: ReplicaEvent[] = [];
        for (const next of commands)
          for (const event of replica.decide(state, next)) {
            events.push(event);
            state = replica.evolve(state, event);
          }
        const times = events.map(timeOf).filter((atUs) => atUs !== null);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        for (const [n, { type }] of events.entries())
          expect([type, MAY_FOLLOW[type].includes(lastOf(events.slice(0, n)))]).toEqual([type, true]);
      }),
    );
  });
});

type Standing = 'new' | 'ready' | 'leaving' | 'falling' | 'asleep' | 'waking' | 'stopped';

/** What a life has come to, told by its last events. */
const lastOf = (events: readonly ReplicaEvent[]): Standing => {
  const last = events.findLast(({ type }) => type !== 'ReplicaStarted');
  const standing = { ReplicaReady: 'ready', ReplicaResumed: 'ready', ReplicaSlept: 'asleep' } as const;
  if (!last) return 'new';
  if (last.type === 'ReplicaDraining') return last.data.then === 'sleep' ? 'falling' : 'leaving';
  if (last.type === 'ReplicaWakeRequested') return 'waking';
  return last.type in standing ? standing[last.type as keyof typeof standing] : 'stopped';
};

const MAY_FOLLOW: Readonly<Record<ReplicaEvent['type'], readonly Standing[]>> = {
  ReplicaRequested: [],
  ReplicaDelayed: ['new'],
  ReplicaStarted: ['new', 'leaving'],
  ReplicaReady: ['new', 'waking'],
  ReplicaDraining: ['new', 'ready', 'waking', 'falling', 'asleep'],
  ReplicaResumed: ['leaving', 'falling'],
  ReplicaSlept: ['falling'],
  ReplicaWakeRequested: ['falling', 'asleep'],
  ReplicaStopped: ['new', 'ready', 'leaving', 'falling', 'asleep', 'waking'],
};

const timeOf = (event: ReplicaEvent): number | null => {
  switch (event.type) {
    case 'ReplicaStarted':
      return event.data.startedAtUs;
    case 'ReplicaReady':
      return event.data.readyAtUs;
    case 'ReplicaSlept':
      return event.data.sleptAtUs;
    case 'ReplicaStopped':
      return event.data.stoppedAtUs;
    case 'ReplicaRequested':
    case 'ReplicaDelayed':
    case 'ReplicaDraining':
    case 'ReplicaResumed':
    case 'ReplicaWakeRequested':
      return null;
  }
};
