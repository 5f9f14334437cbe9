import { describe, expect, it } from '@jest/globals';
import type { EventNamed } from '@tidegate/contracts';
import { Clock, type SignalOf, type Work } from '@tidegate/eventing/nest';
import { Means } from '../calls/means.gateway.ts';
import { Upstreams } from '../calls/upstreams.gateway.ts';
import { WaitingRoom } from '../calls/waiting-room.gateway.ts';
import { DEFAULTS } from '../settings.ts';
import type { CallReplica } from './call-replica.gateway.ts';
import type { Invocation, TryResult } from './invocation.ts';
import type { InvocationStore, Outcome } from './invocations.store.ts';
import { RunInvocations } from './run-invocations.consumer.ts';

const DATA: EventNamed<'InvocationQueued'>['data'] = {
  invocationId: 'inv-000000000001',
  endpointId: 'endpt-000000000001',
  projectId: 'proj-000000000001',
  method: 'POST',
  path: '/x',
  contentType: '',
  bodyBase64: '',
  queuedAtUs: 1,
  expiresAtUs: Number.MAX_SAFE_INTEGER,
};
const OK: TryResult = {
  kind: 'answered',
  status: 200,
  contentType: 'a/b',
  body: Buffer.from('x'),
  tooLarge: false,
};
const DOWN: TryResult = { kind: 'unanswered', problem: 'no replica' };

/** One delivery of one invocation; says what the store was told. */
const deliver = async (
  result: TryResult | undefined,
  {
    attempt = 1,
    lastAttempt = false,
    data = DATA,
    known = undefined as Partial<Invocation> | undefined,
  } = {},
) => {
  const told: unknown[] = [];
  let calls = 0;
  const store = {
    find: () => Promise.resolve(known),
    running: (_queued: unknown, attempts: number) => Promise.resolve(void told.push(['running', attempts])),
    again: (_id: string, problem: string) => Promise.resolve(void told.push(['again', problem])),
    finished: (_tx: unknown, _id: string, outcome: Outcome) =>
      Promise.resolve(void told.push([outcome.state, outcome.error])),
  };
  const call = () => {
    calls++;
    return Promise.resolve(result);
  };
  const work = {
    attempt,
    lastAttempt,
    messageId: 'm',
    once: async (run: (tx: never) => Promise<void>) => {
      await run(undefined as never);
      return true;
    },
  } as Work;
  const worker = new RunInvocations(
    store as unknown as InvocationStore,
    { call } as unknown as CallReplica,
    new Clock(),
    new Means(DEFAULTS, new Upstreams(DEFAULTS), new WaitingRoom(DEFAULTS)),
  );
  const failure = await worker.run({ data } as SignalOf<'InvocationQueued'>, work).then(
    () => undefined,
    (error: unknown) => (error as Error).message,
  );
  return { told, calls, failure };
};

describe('a delivery of an invocation', () => {
  it('stores the replica’s answer', async () => {
    expect(await deliver(OK)).toEqual({
      told: [
        ['running', 1],
        ['succeeded', null],
      ],
      calls: 1,
      failure: undefined,
    });
  });

  it('comes again when nothing answered', async () => {
    expect(await deliver(DOWN, { attempt: 2 })).toEqual({
      told: [
        ['running', 2],
        ['again', 'no replica'],
      ],
      calls: 1,
      failure: 'no replica',
    });
  });

  it('is a dead letter and a failed invocation when it was the last', async () => {
    expect(await deliver(DOWN, { attempt: 6, lastAttempt: true })).toEqual({
      told: [
        ['running', 6],
        ['failed', 'Given up after 6 tries: no replica'],
      ],
      calls: 1,
      failure: 'no replica',
    });
  });

  it('does nothing when an earlier one finished it', async () => {
    expect(await deliver(OK, { known: { state: 'succeeded' } })).toEqual({
      told: [],
      calls: 0,
      failure: undefined,
    });
  });

  it('goes on where a broken one left it', async () => {
    expect((await deliver(OK, { known: { state: 'running' } })).calls).toBe(1);
  });

  it('fails it for good when its time is over or its endpoint is gone', async () => {
    expect((await deliver(OK, { data: { ...DATA, expiresAtUs: 1 } })).told.at(-1)).toEqual([
      'failed',
      'It waited too long.',
    ]);
    expect((await deliver(undefined)).told.at(-1)).toEqual(['failed', 'The endpoint was deleted.']);
  });
});
