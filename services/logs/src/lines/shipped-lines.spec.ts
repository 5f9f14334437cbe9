import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Batch, LONGEST_TEXT, linesOf, lossKeyOf, lossOf, platformLine } from './shipped-lines.ts';

describe('a batch of lines', () => {
  it('is stored under the numbers it came with', () => {
    expect(linesOf(batch('one', 'two'), 9).map(({ sequence, text }) => [sequence, text])).toEqual([
      [5, 'one'],
      [6, 'two'],
    ]);
  });

  it('shows in its place what was lost before it, how much and where', () => {
    expect(lossOf(batch('one'), 9)).toBeNull();
    expect(lossOf({ ...batch('one'), dropped: 3, droppedBytes: 1234 }, 9)).toMatchObject({
      sequence: 5,
      atUs: 7,
      stream: 'platform',
      severity: 'warn',
      text: '3 lines were dropped here because a limit was reached (1,234 bytes), after line 4 of this replica',
    });
  });

  it('shows a loss that no line followed, and knows it again', () => {
    const lost = { ...batch(), dropped: 1 };
    expect(lossOf(lost, 9)).toMatchObject({ atUs: 9, text: expect.stringMatching(/^1 line was/) });
    expect(lossKeyOf(lost)).toBe(lossKeyOf({ ...lost }));
    expect(lossKeyOf(lost)).not.toBe(lossKeyOf({ ...lost, dropped: 2 }));
  });

  it('was not written later than now', () => {
    expect(linesOf(batch('one'), 6)[0]?.atUs).toBe(6);
    expect(platformLine({ atUs: 9, text: 'x' }, 6).atUs).toBe(6);
  });

  it('has its secrets masked', () => {
    expect(linesOf(batch(`token tg_0123456789ab_${'x'.repeat(43)}`), 9)[0]?.text).toContain('[masked]');
    const pushed = { ...batch('x').lines[0]!, attributes: { key: `tg_0123456789ab_${'x'.repeat(43)}` } };
    expect(JSON.stringify(linesOf({ ...batch(), lines: [pushed] }, 9))).toContain('[masked]');
  });

  it('has its longest lines cut, and says so', () => {
    const [line] = linesOf(batch('x'.repeat(LONGEST_TEXT + 7)), 9);
    expect(line?.text).toHaveLength(LONGEST_TEXT + '… (7 more characters)'.length);
    expect(line?.text).toMatch(/… \(7 more characters\)$/);
  });

  it('names the trace and the request that it says it is about', () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const lines = linesOf(
      {
        ...batch(
          `{"level":"error","trace_id":"${traceId}","request_id":"req-1"}`,
          'plain',
          '{"traceId":"odd"}',
        ),
      },
      9,
    );
    expect(lines.map(({ traceId: trace, requestId, severity }) => [trace, requestId, severity])).toEqual([
      [traceId, 'req-1', 'error'],
      [null, null, 'info'],
      [null, null, 'info'],
    ]);
    const pushed = { ...batch('x').lines[0]!, severity: 'fatal' as const, attributes: { 'request.id': 'r' } };
    expect(linesOf({ ...batch(), lines: [{ ...pushed, traceId }] }, 9)[0]).toMatchObject({
      traceId,
      requestId: 'r',
      severity: 'fatal',
    });
  });

  it('is text that Postgres takes, whatever the program wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\0', '\ud800'), (text, odd) => {
        const [line] = linesOf(batch(text + odd), 9);
        expect(line?.text).not.toContain('\0');
        expect(line?.text.isWellFormed()).toBe(true);
      }),
    );
  });
});

const batch = (...texts: string[]): Batch => ({
  endpointId: 'endpt-0123456789ab',
  projectId: 'proj-0123456789ab',
  replicaId: 'repl-0123456789ab',
  firstSequence: 5,
  lines: texts.map((text) => ({ atUs: 7, stream: 'stdout' as const, text })),
  dropped: 0,
  droppedBytes: 0,
});
