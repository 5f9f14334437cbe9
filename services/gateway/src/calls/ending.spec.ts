import { describe, expect, it } from '@jest/globals';
import { Refusal } from '@tidegate/contracts';
import { type Ending, failed, failedAtReplica } from './ending.ts';

const refused = (code: ConstructorParameters<typeof Refusal>[0]): Ending => ({
  kind: 'refused',
  refusal: new Refusal(code),
});

describe('the end of a request', () => {
  it.each<[string, Ending, number, boolean, boolean]>([
    ['an answer', { kind: 'answered' }, 200, false, false],
    ['an answer that blames the caller', { kind: 'answered' }, 404, false, false],
    ['an answer that blames the engine', { kind: 'answered' }, 500, true, true],
    ['an answer that broke off', { kind: 'cut' }, 200, true, true],
    ['an answer that the caller did not read', { kind: 'cut', byCaller: true }, 200, false, false],
    ['a caller who hung up', { kind: 'cancelled' }, 0, false, false],
    ['no connection that lasted', refused('replica.unreachable'), 0, true, true],
    ['no byte in time', refused('replica.timeout'), 0, true, true],
    ['no replica in time', refused('endpoint.waking'), 0, true, true],
    ['a body too large', refused('request.too_large'), 0, false, false],
    ['no memory here', refused('gateway.overloaded'), 0, true, false],
    ['a stop meanwhile', refused('endpoint.stopped'), 0, true, false],
  ])('by %s is a failure or not, and the replica’s or not', (_how, ending, status, isFailure, isReplicas) => {
    expect([failed(ending, status), failedAtReplica(ending, status)]).toEqual([isFailure, isReplicas]);
  });
});
