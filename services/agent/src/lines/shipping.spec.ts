import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LineAllowance } from './line-allowance.ts';
import { type OutputStream, PendingLines } from './pending-lines.ts';

const START = { stdout: 0, stderr: 0, pushed: 0, nextSequence: 1, dropped: 0, droppedBytes: 0 };
const STREAMS = ['stdout', 'stderr', 'pushed'] as const;
const line = (text: string, stream: OutputStream = 'stdout') => ({ atUs: 1, stream, text });

describe('lines that wait to be shipped', () => {
  it('go out numbered without gaps, each once, in their order, and every loss is told once', () => {
    const Step = fc.oneof(
      fc.record({
        stream: fc.constantFrom(...STREAMS),
        lost: fc.constant(0),
        size: fc.nat({ max: 10_000 }),
      }),
      fc.record({
        stream: fc.constantFrom(...STREAMS),
        lost: fc.integer({ min: 1, max: 9 }),
        size: fc.constant(0),
      }),
      fc.constant('cut' as const),
    );
    fc.assert(
      fc.property(fc.array(Step, { maxLength: 600 }), (steps) => {
        const pending = new PendingLines(START);
        const ends = { stdout: 0, stderr: 0, pushed: 0 };
        const [written, shipped]: [string[], string[]] = [[], []];
        let [lost, told, bytes, next] = [0, 0, 0, 1];
        const cut = () => {
          const { lines, dropped, droppedBytes, firstSequence, after } = pending.cut();
          expect(firstSequence).toBe(next);
          expect(lines.length).toBeLessThanOrEqual(256);
          expect(JSON.stringify(lines).length).toBeLessThan(1_000_000);
          next += lines.length;
          expect(after.nextSequence).toBe(next);
          shipped.push(...lines.map(({ text }) => text));
          told += dropped;
          bytes += droppedBytes;
          return after;
        };
        for (const step of steps)
          if (step === 'cut') cut();
          else {
            const stream = step.stream;
            ends[stream] += step.size + 1;
            lost += step.lost;
            if (step.lost > 0)
              pending.drop(stream, ends[stream], { lines: step.lost, bytes: step.lost * 10 });
            else {
              written.push(`${String(written.length)}${'x'.repeat(step.size)}`);
              pending.add(line(written.at(-1)!, stream), ends[stream]);
            }
          }
        while (pending.count > 0) cut();
        const after = cut();
        expect(shipped).toEqual(written);
        expect(told + after.dropped).toBe(lost);
        expect(bytes + after.droppedBytes).toBe(lost * 10);
        expect(after).toMatchObject(ends);
        expect(pending.hasNews).toBe(false);
      }),
    );
  });

  it('tell a loss with the line that follows it', () => {
    const pending = new PendingLines({ ...START, dropped: 2 });
    pending.drop('stdout', 5, { lines: 3, bytes: 30 });
    pending.add(line('first'), 9);
    pending.drop('stderr', 4, { lines: 1, bytes: 7 });
    expect(pending.cut()).toMatchObject({ dropped: 5, after: { stdout: 9, stderr: 4, dropped: 1 } });
    expect(pending.hasLines).toBe(false);
    expect(pending.cut()).toMatchObject({ lines: [], dropped: 1, firstSequence: 2, after: { dropped: 0 } });
  });

  it('begin again in a file that was emptied', () => {
    const pending = new PendingLines({ ...START, stdout: 50 });
    pending.add(line('late'), 60);
    pending.restart('stdout');
    pending.add(line('new'), 4);
    expect(pending.cut().after).toMatchObject({ stdout: 4, nextSequence: 3 });
  });
});

describe('what a replica may write', () => {
  const taken = (allowance: LineAllowance, count: number, atUs: number, isUrgent = false) =>
    Array.from({ length: count }, () => allowance.take(900, atUs, isUrgent)).filter(Boolean).length;

  it('is a burst, and then so many bytes a second', () => {
    const allowance = new LineAllowance(100_000, 500_000);
    expect(taken(allowance, 600, 0)).toBe(500);
    expect(taken(allowance, 600, 2_000_000)).toBe(200);
    expect(taken(allowance, 600, 60_000_000)).toBe(500);
  });

  it('is a quarter more for errors, which come first in a flood', () => {
    const allowance = new LineAllowance(100_000, 400_000);
    expect(taken(allowance, 600, 0)).toBe(400);
    expect(taken(allowance, 600, 0, true)).toBe(100);
    expect(taken(allowance, 10, 500_000)).toBe(0);
    expect(taken(allowance, 60, 500_000, true)).toBe(50);
  });

  it('is not more when times go back', () => {
    const allowance = new LineAllowance(100_000, 10_000);
    expect(taken(allowance, 20, 5_000_000)).toBe(10);
    expect(taken(allowance, 20, 1_000_000)).toBe(0);
    expect(taken(allowance, 20, 5_100_000)).toBe(10);
  });
});
