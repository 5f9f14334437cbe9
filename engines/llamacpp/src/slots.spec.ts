import { describe, expect, it } from '@jest/globals';
import { ApiError } from './api-error.ts';
import { Slots } from './slots.ts';

const open = new AbortController().signal;

/** Work that lasts until it is told to end. */
const lasting = (): { work: () => Promise<string>; end: () => void } => {
  let end = (): void => undefined;
  const ended = new Promise<string>((resolve) => {
    end = () => {
      resolve('done');
    };
  });
  return { work: () => ended, end: () => end() };
};

const slotsOf = (count: number, queueLimit: number): Slots<{ id: number }> =>
  new Slots(
    Array.from({ length: count }, (_, id) => ({ id })),
    queueLimit,
  );

describe('slots that are all taken', () => {
  it('make the next one wait, first come first served', async () => {
    const slots = slotsOf(1, 2);
    const first = lasting();
    const order: string[] = [];
    const running = slots.use(open, first.work);
    const waiting = ['a', 'b'].map((name) => slots.use(open, () => Promise.resolve(order.push(name))));
    expect([slots.busy, slots.waiting]).toEqual([1, 2]);
    first.end();
    await Promise.all([running, ...waiting]);
    expect(order).toEqual(['a', 'b']);
    expect([slots.busy, slots.waiting]).toEqual([0, 0]);
  });

  it('refuse one more than the queue holds', async () => {
    const slots = slotsOf(1, 0);
    const first = lasting();
    const running = slots.use(open, first.work);
    await expect(slots.use(open, first.work)).rejects.toMatchObject({ status: 429, code: 'queue_full' });
    await expect(slots.use(open, first.work)).rejects.toBeInstanceOf(ApiError);
    first.end();
    await expect(running).resolves.toBe('done');
  });

  it('forget a caller that goes away while it waits', async () => {
    const slots = slotsOf(1, 1);
    const first = lasting();
    const running = slots.use(open, first.work);
    const caller = new AbortController();
    const waiting = slots.use(caller.signal, first.work);
    caller.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    expect(slots.waiting).toBe(0);
    first.end();
    await running;
    expect(slots.busy).toBe(0);
  });
});

describe('a slot whose work fails', () => {
  it('is free again', async () => {
    const slots = slotsOf(1, 0);
    await expect(slots.use(open, () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
    expect(slots.busy).toBe(0);
  });
});

describe('a caller that has gone before it gets a slot', () => {
  it('does no work', async () => {
    const slots = slotsOf(1, 0);
    const gone = AbortSignal.abort(new Error('gone'));
    let worked = false;
    const use = slots.use(gone, () => Promise.resolve((worked = true)));
    await expect(use).rejects.toThrow('gone');
    expect([worked, slots.busy]).toEqual([false, 0]);
  });
});
