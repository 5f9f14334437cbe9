import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteBudget, Share } from './byte-budget.ts';
import { errorEvent, keepAliveChunk, keptAliveBy } from './keep-alive-chunk.ts';
import { retryAfterMs } from './retry-after.ts';
import { WakeQueue } from './wake-queue.ts';

describe('a wake queue', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => ({ name }));

  it('lets requests go in the order they came', () => {
    const queue = new WakeQueue<object>(10);
    for (const waiter of [a, b, c]) queue.join(waiter!);
    queue.leave(b!);
    expect(queue.empty()).toEqual([a, c]);
    expect(queue.size).toBe(0);
  });

  it('refuses beyond its limit, but not who had a place before', () => {
    const queue = new WakeQueue<object>(2);
    expect([a, b, c].map((waiter) => queue.join(waiter!))).toEqual([true, true, false]);
    queue.comeBack(d!);
    expect(queue.size).toBe(3);
    expect(queue.first()).toBe(d);
    expect(queue.empty()).toEqual([d, a, b]);
  });

  it('never exceeds its limit, never loses or doubles anybody, and keeps the order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('join', 'leave', 'next'), { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        (steps, limit) => {
          const queue = new WakeQueue<{ n: number }>(limit);
          let model: { n: number }[] = [];
          steps.forEach((step, n) => {
            if (step === 'join') {
              const waiter = { n };
              expect(queue.join(waiter)).toBe(model.length < limit);
              if (model.length < limit) model.push(waiter);
            } else if (step === 'leave' && model.length > 0) {
              const waiter = model[n % model.length]!;
              expect(queue.leave(waiter)).toBe(true);
              expect(queue.leave(waiter)).toBe(false);
              model = model.filter((other) => other !== waiter);
            } else if (step === 'next') {
              expect(queue.first()).toBe(model[0]);
              if (model[0]) queue.leave(model.shift()!);
            }
            expect(queue.size).toBe(model.length);
          });
        },
      ),
    );
  });
});

describe('a budget of bytes', () => {
  it('is shared, bounded, and whole again when everybody gave back', () => {
    const budget = new ByteBudget(100);
    const [one, other] = [new Share(budget), new Share(budget)];
    expect([one.grow(60), other.grow(50), other.grow(40)]).toEqual([true, false, true]);
    one.giveBack();
    one.giveBack();
    expect(budget.used).toBe(40);
    other.giveBack();
    expect(budget.used).toBe(0);
  });
});

describe('the time to come back', () => {
  it('is what is left of a usual start, between one and thirty seconds', () => {
    expect(retryAfterMs(8000, 3000)).toBe(5000);
    expect(retryAfterMs(500, 0)).toBe(1000);
    expect(retryAfterMs(300_000, 0)).toBe(30_000);
  });

  it('is half a start when it is overdue, and a guess before anything was measured', () => {
    expect(retryAfterMs(8000, 60_000)).toBe(4000);
    expect(retryAfterMs(null, 0)).toBe(10_000);
  });
});

describe('a kept-alive stream', () => {
  const facts = { requestId: 'req-1', model: 'm', createdAtSeconds: 7 };

  it('exists for chats and completions only', () => {
    expect(keptAliveBy('/v1/chat/completions?x=1')).toBe('chat');
    expect(keptAliveBy('/v1/completions')).toBe('completions');
    expect(keptAliveBy('/v1/responses')).toBeUndefined();
  });

  it('gets chunks that add nothing', () => {
    expect(JSON.parse(keepAliveChunk('chat', facts).slice('data: '.length))).toMatchObject({
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta: {} }],
    });
    expect(JSON.parse(keepAliveChunk('completions', facts).slice('data: '.length))).toMatchObject({
      object: 'text_completion',
      choices: [{ index: 0, text: '' }],
    });
  });

  it('ends with the replica’s own error, or with one that says its status', () => {
    expect(errorEvent(400, '{"error":{"code":"bad","message":"no"}}')).toBe(
      'data: {"error":{"code":"bad","message":"no"}}\n\n',
    );
    expect(errorEvent(500, '<html>')).toContain('"code":"replica_error"');
    expect(errorEvent(500, 'null')).toContain('answered 500');
  });
});
