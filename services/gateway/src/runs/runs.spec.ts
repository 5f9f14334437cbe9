import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteBudget, Share } from '../waiting/byte-budget.ts';
import { CollectedReply } from './collected-reply.gateway.ts';
import { type Wish, fairShares } from './fair-shares.ts';
import { judge } from './judge.ts';

const answered = (status: number, tooLarge = false) =>
  judge({ kind: 'answered', status, contentType: 'a/b', body: Buffer.alloc(0), tooLarge }, 10);

describe('a try at an invocation', () => {
  it('settles it when the replica answers for good', () => {
    expect(answered(200)).toEqual({ kind: 'settled', status: 200, contentType: 'a/b', error: null });
    expect(answered(422)).toMatchObject({ kind: 'settled', error: 'The replica answered 422.' });
    expect(answered(200, true)).toMatchObject({ error: 'The result is larger than 10 bytes.' });
  });

  it.each([408, 425, 429, 500, 503])('is repeated when the replica answers %d', (status) => {
    expect(answered(status).kind).toBe('again');
  });

  it('is repeated when there was no answer', () => {
    expect(judge({ kind: 'unanswered', problem: 'x' }, 10)).toEqual({ kind: 'again', problem: 'x' });
  });
});

describe('a collected answer', () => {
  const reply = (limitBytes: number, roomBytes: number) =>
    new CollectedReply(limitBytes, new Share(new ByteBudget(roomBytes)));

  it('is whole, or too large, or had no room', () => {
    const whole = reply(10, 10);
    whole.write(Buffer.from('ab'));
    whole.write(Buffer.from('cd'));
    expect([whole.body.toString(), whole.tooLarge, whole.outOfRoom]).toEqual(['abcd', false, false]);
    const large = reply(3, 10);
    large.write(Buffer.from('abcd'));
    expect([large.tooLarge, large.outOfRoom]).toEqual([true, false]);
    const homeless = reply(10, 3);
    homeless.write(Buffer.from('abcd'));
    expect([homeless.tooLarge, homeless.outOfRoom]).toEqual([false, true]);
  });
});

const wish = (endpointId: string, due: number, running = 0, room = Infinity): Wish => ({
  endpointId,
  due,
  running,
  room,
});

describe('fair shares', () => {
  it('leave half to others when one endpoint wants all', () => {
    expect(fairShares([wish('a', 1000)], 100).get('a')).toBe(50);
  });

  it('are equal between those who want more than there is', () => {
    const shares = fairShares([wish('a', 1000), wish('b', 1000), wish('c', 1)], 100);
    expect([shares.get('a'), shares.get('b'), shares.get('c')]).toEqual([33, 33, 1]);
  });

  it('let a newcomer in at once beside one whose own take long', () => {
    expect(fairShares([wish('a', 1000, 50), wish('b', 3)], 100).get('b')).toBe(3);
    expect(fairShares([wish('a', 1000, 50), wish('b', 3)], 100).get('a')).toBeUndefined();
  });

  it('are no more than replicas have room for', () => {
    expect(fairShares([wish('a', 9, 0, 2)], 100).get('a')).toBe(2);
  });

  it('never exceed what there is, leave nobody out who fits, and take nothing that is not due', () => {
    const wishes = fc.uniqueArray(
      fc.record({
        endpointId: fc.string({ minLength: 1, maxLength: 3 }),
        due: fc.nat(60),
        room: fc.nat(60),
        running: fc.nat(20),
      }),
      { selector: ({ endpointId }) => endpointId, maxLength: 8 },
    );
    fc.assert(
      fc.property(wishes, fc.integer({ min: 2, max: 128 }), (given, most) => {
        const shares = fairShares(given, most);
        const running = given.reduce((sum, one) => sum + one.running, 0);
        const given2 = [...shares.values()].reduce((sum, share) => sum + share, 0);
        expect(given2).toBeLessThanOrEqual(Math.max(0, most - running));
        const free = most - running - given2;
        for (const { endpointId, due, room, running: before } of given) {
          const share = shares.get(endpointId) ?? 0;
          expect(share).toBeLessThanOrEqual(Math.min(due, room));
          // Whoever got less than it could has as much as is left, or more.
          if (share < Math.min(due, room)) expect(before + share).toBeGreaterThanOrEqual(free);
        }
      }),
    );
  });
});
