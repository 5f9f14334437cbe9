import { describe, expect, it } from '@jest/globals';
import type { StopCause } from '@tidegate/contracts';
import { type Tally, type TalliedEvent, factsOf, opened, tallied } from './replica-tally.ts';

describe('a tally', () => {
  it('follows each replica from its request to its end', () => {
    const counts = (...events: TalliedEvent[]) => countsOf(after(...events), 1);
    expect(counts(asked('a'))).toEqual([1, 0, 0, 0]);
    expect(counts(asked('a'), started('a'))).toEqual([0, 1, 0, 0]);
    expect(counts(asked('a'), started('a'), ready('a'), asked('b'))).toEqual([1, 0, 1, 0]);
    expect(counts(asked('a'), started('a'), ready('a'), draining('a'))).toEqual([0, 0, 0, 1]);
    const over = [asked('a'), started('a'), ready('a'), draining('a'), ended('a', 'scaled_down')];
    expect(counts(...over)).toEqual([0, 0, 0, 0]);
  });

  it('counts one that sleeps as gone, one that wakes as starting, and one that is taken back as ready', () => {
    const counts = (...events: TalliedEvent[]) => countsOf(after(...events), 1);
    const falls = [asked('a'), started('a'), ready('a'), draining('a')];
    expect(counts(...falls, resumed('a'))).toEqual([0, 0, 1, 0]);
    expect(counts(...falls, slept('a'))).toEqual([0, 0, 0, 1]);
    expect(counts(...falls, slept('a'), woken('a'))).toEqual([0, 1, 0, 0]);
    expect(counts(...falls, slept('a'), woken('a'), ready('a'))).toEqual([0, 0, 1, 0]);
  });

  it('counts one that does not wake as a start that failed, and one that dies asleep as nothing', () => {
    const asleep = [asked('a'), started('a'), ready('a'), draining('a'), slept('a')];
    const failures = (...events: TalliedEvent[]) => factsOf(after(...asleep, ...events)).templates['1'];
    expect(failures(woken('a'), ended('a', 'health_never_ok'))?.startsFailedInARow).toBe(1);
    expect(failures(ended('a', 'exited'))?.startsFailedInARow).toBe(0);
  });

  it('counts the replicas of each template by themselves', () => {
    const tally = after(asked('a'), ready('a'), asked('b', 2), started('b', 2), asked('c', 2));
    expect(countsOf(tally, 1)).toEqual([0, 0, 1, 0]);
    expect(countsOf(tally, 2)).toEqual([1, 1, 0, 0]);
  });

  it('remembers the last decision about the number of replicas', () => {
    expect(factsOf(after(scaled(2))).scale).toEqual({ desired: 2, cause: 'load', text: 'why' });
    expect(factsOf(after()).scale).toBeNull();
  });

  it('counts starts that failed in a row, of each template, until one is ready', () => {
    const failedTwice = [
      asked('a'),
      ended('a', 'exited'),
      asked('x', 2),
      ended('x', 'exited', 0, 2),
      asked('b'),
      started('b'),
      ended('b', 'bad_arguments'),
    ];
    const facts = factsOf(after(...failedTwice));
    expect(facts.ended).toEqual({
      cause: 'bad_arguments',
      exitCode: 1,
      lastLine: 'the last one',
      template: 1,
      byItself: true,
    });
    expect(facts.templates['1']?.startsFailedInARow).toBe(2);
    expect(facts.templates['2']?.startsFailedInARow).toBe(1);
    const better = factsOf(after(...failedTwice, asked('c'), ready('c')));
    expect(better.templates['1']?.startsFailedInARow).toBe(0);
    expect(better.templates['2']?.startsFailedInARow).toBe(1);
  });

  it('does not count what the platform stopped, and says when something was lost with its node', () => {
    const lost = factsOf(after(asked('a'), started('a'), ended('a', 'node_lost')));
    expect(lost.ended).toMatchObject({ cause: 'node_lost', byItself: false });
    expect(lost.templates['1']?.startsFailedInARow ?? 0).toBe(0);
    expect(factsOf(after(asked('a'), ready('a'), ended('a', 'scaled_down'))).ended).toBeNull();
    expect(factsOf(after(asked('a'), ready('a'), draining('a'), ended('a', 'exited'))).ended).toBeNull();
  });

  it('speaks of an end only while it is the last thing that happened', () => {
    expect(factsOf(after(asked('a'), ended('a', 'exited'), asked('b'))).ended).toBeNull();
  });

  it('counts replicas that end soon after they were ready, within half an hour', () => {
    const crash = (id: string, minute: number): TalliedEvent[] => [
      asked(id),
      ready(id, minute),
      ended(id, 'exited', minute + 1),
    ];
    const crashes = (...events: TalliedEvent[]) => factsOf(after(...events)).templates['1']?.recentCrashes;
    expect(crashes(...crash('a', 0), ...crash('b', 5))).toBe(2);
    expect(crashes(...crash('a', 0), ...crash('b', 40))).toBe(1);
    expect(crashes(asked('a'), ready('a', 0), ended('a', 'exited', 11))).toBe(0);
  });

  it('keeps at most twenty crashes', () => {
    const many = Array.from({ length: 50 }, (_, n) => [
      asked(String(n)),
      ready(String(n), 1),
      ended(String(n), 'exited', 1),
    ]);
    expect(after(...many.flat()).failures['1']?.crashedAtUs).toHaveLength(20);
  });

  it('knows which replicas wait for room, until they are placed or gone', () => {
    const delayed = (...events: TalliedEvent[]) => factsOf(after(...events)).delayed;
    const waiting = [asked('a'), delay('a', 'no H100 is free')];
    expect(delayed(asked('a'))).toBeNull();
    expect(delayed(...waiting)).toEqual({ replicas: 1, message: 'no H100 is free' });
    expect(delayed(...waiting, asked('b'), delay('b', 'none at all'))).toEqual({
      replicas: 2,
      message: 'none at all',
    });
    expect(delayed(...waiting, placed('a'))).toBeNull();
    expect(delayed(...waiting, ended('a', 'scaled_down'))).toBeNull();
  });

  it('knows whether the traffic is reported', () => {
    expect(factsOf(after()).trafficVisible).toBe(true);
    const unseen: TalliedEvent = { type: 'TrafficVisibilityChanged', data: { ...owner, visible: false } };
    expect(factsOf(after(unseen)).trafficVisible).toBe(false);
  });

  it('forgets the failures of templates that are neither served nor rolled out', () => {
    const failures = [1, 2, 3].flatMap((template) => [
      asked(`of-${template}`, template),
      ended(`of-${template}`, 'exited', 0, template),
    ]);
    const remembered = (...events: TalliedEvent[]) => Object.keys(after(...failures, ...events).failures);
    expect(remembered()).toEqual(['1', '2', '3']);
    expect(remembered(rollout('RolloutStarted', 1, 3))).toEqual(['1', '3']);
    expect(remembered(finished(1, 3, 'promoted'))).toEqual(['3']);
    expect(remembered(finished(1, 3, 'aborted'))).toEqual(['1']);
  });

  it('begins anew with a start, and sees earlier replicas only as leaving', () => {
    const again = after(asked('a'), ready('a'), asked('b'), ended('b', 'exited'), scaled(1), startAgain);
    expect(factsOf(again)).toMatchObject({ attempt: 2, scale: null, ended: null });
    expect(countsOf(again, 1)).toEqual([0, 0, 0, 1]);
    expect(again.failures).toEqual({});
    expect(tallied(again, ended('a', 'exited')).ended).toBeNull();
  });
});

const countsOf = (tally: Tally, template: number): number[] => {
  const facts = factsOf(tally).templates[String(template)];
  return facts ? [facts.waiting, facts.starting, facts.ready, facts.draining] : [0, 0, 0, 0];
};
const owner = { endpointId: 'endpt-0123456789ab', projectId: 'proj-0123456789ab' };
const whose = (id: string, template = 1) => ({ ...owner, replicaId: id, revision: template });
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
const asked = (id: string, template = 1): TalliedEvent => ({
  type: 'ReplicaRequested',
  data: { ...whose(id, template), cluster: 'local', hardware },
});
const started = (id: string, template = 1): TalliedEvent => ({
  type: 'ReplicaStarted',
  data: { ...whose(id, template), nodeId, hardware, simulated: false, startedAtUs: 0 },
});
const ready = (id: string, minute = 0): TalliedEvent => ({
  type: 'ReplicaReady',
  data: { ...whose(id), nodeId, host: '127.0.0.1', port: 1, readyAtUs: atUs(minute) },
});
const draining = (id: string): TalliedEvent => ({
  type: 'ReplicaDraining',
  data: { ...whose(id), cause: 'scaled_down' },
});
const resumed = (id: string): TalliedEvent => ({ type: 'ReplicaResumed', data: whose(id) });
const slept = (id: string): TalliedEvent => ({
  type: 'ReplicaSlept',
  data: { ...whose(id), nodeId, how: 'frozen', sleptAtUs: 0 },
});
const woken = (id: string): TalliedEvent => ({
  type: 'ReplicaWakeRequested',
  data: { ...whose(id), nodeId },
});
const ended = (id: string, cause: StopCause, minute = 0, template = 1): TalliedEvent => ({
  type: 'ReplicaStopped',
  data: {
    ...whose(id, template),
    nodeId,
    cause,
    exitCode: 1,
    neverReady: true,
    stoppedAtUs: atUs(minute),
    lastLines: ['first', 'the last one', ' '],
  },
});
const delay = (id: string, message: string): TalliedEvent => ({
  type: 'ReplicaDelayed',
  data: { ...whose(id), cluster: 'local', hardware, message },
});
const placed = (id: string): TalliedEvent => ({
  type: 'ReplicaPlaced',
  data: { ...whose(id), cluster: 'local', nodeId, gpuIndices: [], hardware, explanation: [] },
});
const rollout = (type: 'RolloutStarted', from: number, to: number): TalliedEvent => ({
  type,
  data: { ...owner, from, to, percent: 100, reason },
});
const finished = (from: number, to: number, outcome: 'promoted' | 'aborted'): TalliedEvent => ({
  type: 'RolloutFinished',
  data: { ...owner, from, to, outcome, reason },
});
const reason = { code: 'c', message: 'm', nextStep: 'n' };
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
    mayMoveInSeconds: null,
    spare: [],
    policyVersion: 1,
    leaseEpoch: 1,
    text: 'why',
  },
});
