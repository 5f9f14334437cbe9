import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LOG_BEGIN, LogResume, sinceOf } from './log-cursor.ts';
import { type LogEntry, LogFrames } from './log-frames.ts';

const timeOf = (n: number): string => new Date(1_700_000_000_000 + n).toISOString().replace('Z', '000000Z');
const entry = (stream: LogEntry['stream'], n: number, text: string): LogEntry => ({
  stream,
  timestamp: timeOf(n),
  text: Buffer.from(text),
});
const frameOf = ({ stream, timestamp, text }: LogEntry): Buffer => {
  const body = Buffer.concat([Buffer.from(`${timestamp} `), text]);
  const head = Buffer.from([stream === 'stdout' ? 1 : 2, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
};

/** As a daemon writes them: of each stream in the order of their times, which may be equal; the two interleaved as it happens. */
const logs = fc
  .array(fc.record({ isError: fc.boolean(), stepMs: fc.constantFrom(0, 0, 1, 700) }), { maxLength: 40 })
  .map((steps) => {
    const at = { stdout: 0, stderr: 0 };
    return steps.map(({ isError, stepMs }, i) => {
      const stream = isError ? 'stderr' : 'stdout';
      // Never further apart than the daemon lets them come.
      at[stream] = Math.max(at[stream] + stepMs, at[isError ? 'stdout' : 'stderr'] - 5);
      return entry(stream, at[stream], `${String(i)}\n`);
    });
  });

describe("a container's log", () => {
  it('is taken apart alike, however it is cut', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat({ max: 60 })), (entries, cuts) => {
        const frames = new LogFrames();
        const found: LogEntry[] = [];
        let rest = Buffer.concat(entries.map(frameOf));
        for (const cut of cuts) {
          found.push(...frames.push(rest.subarray(0, cut)));
          rest = rest.subarray(cut);
        }
        found.push(...frames.push(rest));
        const plain = (all: readonly LogEntry[]) =>
          all.map(({ text, ...others }) => [others, text.toString()]);
        expect(plain(found)).toEqual(plain(entries));
      }),
    );
  });

  it.each([
    ['another stream', Buffer.from([3, 0, 0, 0, 0, 0, 0, 31, ...Buffer.from(`${timeOf(1)} `)])],
    ['no time', Buffer.from([1, 0, 0, 0, 0, 0, 0, 2, 65, 10])],
    ['no end', Buffer.from([1, 0, 0, 0, 255, 0, 0, 0])],
  ])('is refused with %s', (_, bytes) => expect(() => new LogFrames().push(bytes)).toThrow(/frame/));

  it('is taken whole and once, wherever it was left off', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat({ max: 40 }), { maxLength: 5 }), (entries, stops) => {
        let cursor = LOG_BEGIN;
        const taken: LogEntry[] = [];
        for (const stop of [...stops.toSorted((a, b) => a - b), entries.length]) {
          const since = new Date(sinceOf(cursor) * 1000).toISOString().replace('Z', '000000Z');
          const resume = new LogResume(cursor);
          // A daemon leaves out what is older, of each stream for itself.
          const answer = entries.slice(0, stop).filter(({ timestamp }) => timestamp >= since);
          taken.push(...answer.filter((one) => resume.take(one)));
          cursor = resume.cursor;
        }
        expect(taken).toEqual(entries);
      }),
    );
  });

  it('goes on though the clock was set back meanwhile', () => {
    const resume = new LogResume(LOG_BEGIN);
    expect([entry('stdout', 9000, 'a'), entry('stdout', 1, 'b')].map((one) => resume.take(one))).toEqual([
      true,
      true,
    ]);
    const next = new LogResume(resume.cursor);
    expect(next.take(entry('stdout', 1, 'b'))).toBe(false);
    expect(next.take(entry('stdout', 2, 'c'))).toBe(true);
  });
});
