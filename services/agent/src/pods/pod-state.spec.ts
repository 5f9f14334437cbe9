import { describe, expect, it } from '@jest/globals';
import type { Pod } from '../kubernetes/objects.ts';
import { launchProblem, wordsOf } from './launch-problem.ts';
import { lastStateOf, podState } from './pod-state.ts';

type Status = NonNullable<Pod['status']>;
type State = NonNullable<NonNullable<Status['containerStatuses']>[number]['state']>;

const pod = (status: Status, state?: State): Pod => ({
  metadata: { name: 'repl-0000000000a1', uid: 'uid' },
  status: { ...status, ...(state && { containerStatuses: [{ name: 'engine', state }] }) },
});
const startedAt = '2025-06-01T12:00:00Z';
const finishedAt = '2025-06-01T12:00:09Z';
const ended = (exitCode: number, reason: string, status: Status = { phase: 'Failed' }) =>
  podState(pod(status, { terminated: { exitCode, reason, startedAt, finishedAt } }));

describe('a pod that has ended', () => {
  it('by itself tells its exit code and its times', () => {
    expect(ended(7, 'Error')).toEqual({
      kind: 'ended',
      hasRun: true,
      exitCode: 7,
      startedAt,
      finishedAt,
      cause: null,
      words: null,
    });
    expect(ended(0, 'Completed', { phase: 'Succeeded' })).toMatchObject({ exitCode: 0, cause: null });
  });

  it('for want of memory says so', () =>
    expect(ended(137, 'OOMKilled')).toMatchObject({ exitCode: 137, cause: 'out_of_memory' }));

  it.each(['ContainerCannotRun', 'StartError'])('before its program ran is a failed launch: %s', (reason) => {
    expect(ended(127, reason)).toMatchObject({ hasRun: false, cause: 'launch_failed' });
  });

  it.each(['Evicted', 'Preempting', 'NodeShutdown', 'Terminated'])(
    'because its node wants the room, %s, was evicted',
    (reason) => {
      expect(
        ended(143, 'Error', { phase: 'Failed', reason, message: 'the node was low on memory' }),
      ).toMatchObject({
        cause: 'evicted',
        words: expect.stringContaining('low on memory'),
      });
    },
  );

  it('in a disruption that the cluster tells was evicted', () => {
    const conditions = [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }];
    expect(ended(143, 'Error', { phase: 'Failed', conditions })).toMatchObject({ cause: 'evicted' });
  });

  it('for what it used itself is at fault itself', () => {
    const message = 'Usage of EmptyDir volume "disk" exceeds the limit "100Mi". ';
    expect(podState(pod({ phase: 'Failed', reason: 'Evicted', message }))).toMatchObject({ cause: 'exited' });
  });

  it.each(['OutOfnvidia.com/gpu', 'UnexpectedAdmissionError'])(
    'at the door of its node never ran: %s',
    (reason) => {
      expect(podState(pod({ phase: 'Failed', reason, message: 'no room' }))).toMatchObject({
        hasRun: false,
        cause: 'launch_failed',
        words: expect.stringContaining(`${reason}: no room`),
      });
    },
  );
});

describe('a pod whose container could not be started', () => {
  it('says why, though it is told to wait to the end', () => {
    const waiting = { reason: 'RunContainerError', message: 'exec: "/bin/nothing": no such file' };
    expect(podState(pod({ phase: 'Failed' }, { waiting }))).toMatchObject({
      hasRun: false,
      cause: 'launch_failed',
      words: expect.stringContaining('/bin/nothing'),
    });
  });
});

describe('a pod that does not run yet', () => {
  it('is fetched, which is no hurdle', () => {
    expect(podState(pod({ phase: 'Pending' }, { waiting: { reason: 'ContainerCreating' } }))).toEqual({
      kind: 'waiting',
      hurdle: null,
    });
  });

  it.each([
    ['ErrImagePull', 'image'],
    ['ImagePullBackOff', 'image'],
    ['CreateContainerConfigError', 'container'],
  ])('has met one: %s', (reason, kind) => {
    const state = podState(pod({ phase: 'Pending' }, { waiting: { reason, message: 'why' } }));
    expect(state).toMatchObject({ hurdle: { kind, reason, message: 'why' } });
  });

  it('has no room', () => {
    const conditions = [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' },
    ];
    expect(podState(pod({ phase: 'Pending', conditions }))).toMatchObject({
      hurdle: { kind: 'room', message: '0/1 nodes' },
    });
  });
});

describe('a pod that was deleted, of which its node has lost the end', () => {
  it('has run, and is no failed launch', () => {
    const terminated = { exitCode: 137, reason: 'ContainerStatusUnknown' };
    const engine = {
      name: 'engine',
      state: { waiting: { reason: 'ContainerCreating' } },
      lastState: { terminated },
    };
    expect(podState(pod({ phase: 'Failed', containerStatuses: [engine] }))).toMatchObject({
      kind: 'ended',
      hasRun: true,
      exitCode: null,
      cause: null,
      words: null,
    });
  });
});

describe('a pod that was seen last while it ran', () => {
  it('leaves nobody who knows how it ended', () => {
    expect(lastStateOf(pod({ phase: 'Running' }, { running: { startedAt } }))).toMatchObject({
      hasRun: true,
      exitCode: null,
      startedAt,
    });
  });
});

describe('a hurdle', () => {
  const image = { kind: 'image', reason: 'ErrImagePull', message: '' } as const;
  const problem = (words: string, forMs: number) => launchProblem('owner/own:1', image, { words, forMs });

  it('that never passes is told at once', () => {
    const words = 'manifest for owner/own:1 not found: manifest unknown';
    expect(problem(words, 0)).toMatchObject({
      cause: 'image_pull_failed',
      sentence: expect.stringContaining('owner/own:1 was not found'),
    });
    expect(
      launchProblem('x', { ...image, reason: 'InvalidImageName' }, { words: '', forMs: 0 }),
    ).not.toBeNull();
  });

  it('that may pass is waited for, for a while', () => {
    const words = 'dial tcp 127.0.0.1:1: connect: connection refused';
    expect(problem(words, 60_000)).toBeNull();
    expect(problem(words, 90_000)).toMatchObject({ sentence: expect.stringContaining('cannot be reached') });
    const full = { kind: 'room', reason: 'Unschedulable', message: '' } as const;
    const room = (forMs: number) => launchProblem('x', full, { words: '0/1 nodes are available', forMs });
    expect(room(10_000)).toBeNull();
    expect(room(45_000)).toMatchObject({
      cause: 'launch_failed',
      sentence: expect.stringMatching(/out of capacity.*0\/1 nodes are available/),
    });
  });

  it('keeps the words that say why', () => {
    const waits = { ...image, reason: 'ImagePullBackOff', message: 'Back-off pulling image "owner/own:1"' };
    expect(wordsOf(waits, 'unauthorized')).toBe('unauthorized');
    expect(wordsOf(waits, '')).toBe(waits.message);
    expect(problem(waits.message, 0)).toBeNull();
  });
});
