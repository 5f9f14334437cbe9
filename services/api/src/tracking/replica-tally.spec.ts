import { describe, expect, it } from '@jest/globals';
import type { StopCause } from '@tidegate/contracts';
import { type Tally, type TalliedEvent, factsOf, opened, tallied } from './replica-tally.ts';

describe('a tally', () => {
  it('follows each replica from its request to its end', () => {
    const counts = (...events: TalliedEvent[]) => {
      const { waiting, starting, ready, draining } = factsOf(after(...events));
      return [waiting, starting, ready, draining];
    };
    expect(counts(asked('a'))).toEqual([1, 0, 0, 0]);
    expect(counts(asked('a'), started('a'))).toEqual([0, 1, 0, 0]);
    expect(counts(asked('a'), started('a'), ready('a'), asked('b'))).toEqual([1, 0, 1, 0]);
    expect(counts(asked('a'), started('a'), ready('a'), draining('a'))).toEqual([0, 0, 0, 1]);
    expect(counts(asked('a'), started('a'), ready('a'), draining('a'), ended('a', 'scaled_down'))).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it('remembers the last decision about the number of replicas', () => {
    expect(factsOf(after(scaled(2))).scale).toEqual({ desired: 2, cause: 'load', text: 'why' });
    expect(factsOf(after()).scale).toBeNull();
  });

  it('counts starts that failed in a row, until one is ready', () => {
    const failedTwice = [
      asked('a'),
      ended('a', 'exited'),
      asked('b'),
      started('b'),
      ended('b', 'bad_arguments'),
    ];
    expect(factsOf(after(...failedTwice)).failure).toMatchObject({
      startsFailedInARow: 2,
      cause: 'bad_arguments',
      lastLine: 'the last one',
    });
    expect(after(...failedTwice, asked('c'), ready('c')).startsFailedInARow).toBe(0);
  });

  it('does not count what the platform stopped', () => {
    const facts = factsOf(after(asked('a'), started('a'), ended('a', 'node_lost')));
    expect(facts.failure).toBeNull();
    expect(factsOf(after(asked('a'), ready('a'), draining('a'), ended('a', 'exited'))).failure).toBeNull();
  });

  it('speaks of a failure only while it is the last thing that happened', () => {
    expect(factsOf(after(asked('a'), ended('a', 'exited'), asked('b'))).failure).toBeNull();
  });

  it('counts replicas that end soon after they were ready, within half an hour', () => {
    const crash = (id: string, minute: number): TalliedEvent[] => [
      asked(id),
      ready(id, minute),
      ended(id, 'exited', minute + 1),
    ];
    expect(after(...crash('a', 0), ...crash('b', 5)).failure?.recentCrashes).toBe(2);
    expect(after(...crash('a', 0), ...crash('b', 40)).failure?.recentCrashes).toBe(1);
    expect(after(asked('a'), ready('a', 0), ended('a', 'exited', 11)).failure?.recentCrashes).toBe(0);
  });

  it('keeps at most twenty crashes', () => {
    const many = Array.from({ length: 50 }, (_, n) => [
      asked(String(n)),
      ready(String(n), 1),
      ended(String(n), 'exited', 1),
    ]);
    expect(after(...many.flat()).crashedAtUs).toHaveLength(20);
  });

  it('begins anew with a start, and sees earlier replicas only as leaving', () => {
    const again = after(asked('a'), ready('a'), asked('b'), ended('b', 'exited'), scaled(1), startAgain);
    expect(factsOf(again)).toMatchObject({ attempt: 2, scale: null, ready: 0, draining: 1, failure: null });
    expect(again.startsFailedInARow).toBe(0);
    expect(tallied(again, ended('a', 'exited')).failure).toBeNull();
  });
});

const owner = { endpointId: 'endpt-0123456789ab', projectId: 'proj-0123456789ab' };
const whose = (id: string) => ({ ...owner, replicaId: id, revision: 1 });
const hardware = {
  id: 'cpu-1x',
  gpuModel: null,
  gpuCount: 0,
  gpuThousandths: 1000,
  vcpuMillis: 1,
  memoryMib: 1,
};
const nodeId = 'node-0123456789ab';
const atUs = (minute: number) => minute * 60_000_000;

const after = (...events: TalliedEvent[]): Tally => events.reduce(tallied, opened(owner.projectId));
const asked = (id: string): TalliedEvent => ({
  type: 'ReplicaRequested',
  data: { ...whose(id), cluster: 'local', hardware },
});
const started = (id: string): TalliedEvent => ({
  type: 'ReplicaStarted',
  data: { ...whose(id), nodeId, hardware, simulated: false, startedAtUs: 0 },
});
const ready = (id: string, minute = 0): TalliedEvent => ({
  type: 'ReplicaReady',
  data: { ...whose(id), nodeId, host: '127.0.0.1', port: 1, readyAtUs: atUs(minute) },
});
const draining = (id: string): TalliedEvent => ({
  type: 'ReplicaDraining',
  data: { ...whose(id), cause: 'scaled_down' },
});
const ended = (id: string, cause: StopCause, minute = 0): TalliedEvent => ({
  type: 'ReplicaStopped',
  data: {
    ...whose(id),
    nodeId,
    cause,
    exitCode: 1,
    neverReady: true,
    stoppedAtUs: atUs(minute),
    lastLines: ['first', 'the last one', ' '],
  },
});
const startAgain: TalliedEvent = { type: 'EndpointStartRequested', data: owner };
const scaled = (to: number): TalliedEvent => ({
  type: 'ScaleDecided',
  data: {
    ...owner,
    revision: 1,
    from: 0,
    to,
    cause: 'load',
    inputs: null,
    formula: '',
    limitedBy: [],
    policyVersion: 1,
    leaseEpoch: 1,
    text: 'why',
  },
});
