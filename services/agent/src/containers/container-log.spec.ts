import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LOG_BEGIN, LogCursor, LogResume, sinceOf } from './log-cursor.ts';
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

/** As they come to be written: at times that rise, each of which was told less than a second earlier. */
const logs = fc
  .array(
    fc.record({
      isError: fc.boolean(),
      stepMs: fc.constantFrom(0, 0, 1, 400, 700, 2500),
      lateMs: fc.constantFrom(0, 0, 1, 300, 600, 999),
    }),
    { maxLength: 40 },
  )
  .map((steps) => {
    let at = 1000;
    return steps.map(({ isError, stepMs, lateMs }, i) => {
      at += stepMs;
      return entry(isError ? 'stderr' : 'stdout', at - lateMs, `${String(i)}\n`);
    });
  });

/** What a daemon answers from a cursor on: it leaves out what is older than that second. */
const answerFrom = (cursor: LogCursor, entries: readonly LogEntry[]): LogEntry[] => {
  const since = new Date(sinceOf(cursor) * 1000).toISOString().replace('Z', '000000Z');
  return entries.filter(({ timestamp }) => timestamp >= since);
};

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
          const resume = new LogResume(cursor);
          taken.push(...answerFrom(cursor, entries.slice(0, stop)).filter((one) => resume.take(one)));
          // It is written down in between.
          cursor = LogCursor.parse(JSON.parse(JSON.stringify(resume.cursor)));
        }
        expect(taken).toEqual(entries);
      }),
    );
  });

  it('has a line once that was told earlier than the one before it', () => {
    const [first, late, next] = [
      entry('stdout', 900, 'a'),
      entry('stdout', 400, 'b'),
      entry('stdout', 1100, 'c'),
    ];
    const resume = new LogResume(LOG_BEGIN);
    expect([first, late].map((one) => resume.take(one))).toEqual([true, true]);
    const again = new LogResume(resume.cursor);
    expect([first, late, next].map((one) => again.take(one))).toEqual([false, false, true]);
  });

  it('goes on though what was taken of it was dropped meanwhile', () => {
    const resume = new LogResume(LOG_BEGIN);
    resume.take(entry('stdout', 900, 'a'));
    expect(new LogResume(resume.cursor).take(entry('stdout', 950, 'b'))).toBe(true);
  });

  it('repeats two seconds at most where an earlier agent left it off', () => {
    const last = (n: number) => ({ timestamp: timeOf(n), count: 1 });
    const cursor = LogCursor.parse({ stdout: last(9100), stderr: last(9300) });
    const log = [7900, 8100, 9300, 9400].map((n) => entry('stdout', n, `${String(n)}\n`));
    const resume = new LogResume(cursor);
    expect(answerFrom(cursor, log).filter((one) => resume.take(one))).toEqual(log.slice(1));
    expect(LogCursor.parse({ stdout: null, stderr: last(9300) })).toEqual(
      LogCursor.parse({ stdout: last(9300), stderr: null }),
    );
    expect(LogCursor.parse({ stdout: null, stderr: null })).toEqual(LOG_BEGIN);
  });

  it('lacks nothing of an answer, however the clock is set', () => {
    const times = fc.array(fc.constantFrom(0, 400, 900, 1000, 1900, 2500, 4000, 9000), { maxLength: 30 });
    fc.assert(
      fc.property(times, fc.array(fc.nat({ max: 30 }), { maxLength: 5 }), (all, stops) => {
        const entries = all.map((at, i) => entry('stdout', at, `${String(i)}\n`));
        let cursor = LOG_BEGIN;
        let from = 0;
        for (const stop of [...stops.toSorted((a, b) => a - b), entries.length]) {
          const resume = new LogResume(cursor);
          const taken = answerFrom(cursor, entries.slice(0, stop)).filter((one) => resume.take(one));
          expect(taken).toEqual(expect.arrayContaining(answerFrom(cursor, entries.slice(from, stop))));
          cursor = resume.cursor;
          from = stop;
        }
      }),
      {
        examples: [
          [
            [2500, 0, 0, 2500, 1900, 1000],
            [5, 5],
          ],
        ],
      },
    );
  });

  it('goes on though the clock was set back meanwhile', () => {
    const log = [entry('stdout', 9000, 'a'), entry('stdout', 1, 'b'), entry('stdout', 2, 'c')];
    const resume = new LogResume(LOG_BEGIN);
    expect(log.slice(0, 2).map((one) => resume.take(one))).toEqual([true, true]);
    expect(sinceOf(resume.cursor)).toBe(1_699_999_999);
    const next = new LogResume(resume.cursor);
    // What came before is told again, rather than that anything is lost.
    expect(log.map((one) => next.take(one))).toEqual([true, true, true]);
  });
});
