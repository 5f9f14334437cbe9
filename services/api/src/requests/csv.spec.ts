import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CSV_HEAD, csvLine } from './csv.ts';
import type { RequestView } from './request-views.ts';
import { filtersIn, hoursIn } from './wanted.ts';
import { HourlyQuery, RequestQuery } from './request.dto.ts';

const request: RequestView = {
  requestId: 'req-0123456789ab',
  endpointId: 'endpt-0123456789ab',
  at: '2030-01-31T00:00:00.000Z',
  method: 'POST',
  path: '/v1/chat/completions',
  status: 200,
  outcome: 'answered',
  code: null,
  clientAddress: '192.0.2.7',
  tokenId: 'tok-0123456789ab',
  tokenName: 'ci',
  replicaId: 'repl-0123456789ab',
  bytesIn: 500,
  bytesOut: 4000,
  durationMs: 812.35,
  firstByteMs: null,
  queueMs: 0,
  wakeMs: 0,
  attempts: 1,
  promptTokens: 31,
  completionTokens: null,
  tokensEstimated: false,
  stream: true,
  traceId: null,
};
const COLUMNS = CSV_HEAD.trim().split(',');

/** As RFC 4180 reads a line. */
const cellsIn = (line: string): string[] => {
  const cells: string[] = [];
  for (const [, quoted, bare] of line.replace(/\r\n$/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g))
    cells.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
  return cells;
};

describe('a line of CSV', () => {
  it('has a cell for each column, empty for what is not known', () => {
    expect(csvLine(request)).toBe(
      '2030-01-31T00:00:00.000Z,req-0123456789ab,endpt-0123456789ab,tok-0123456789ab,ci,192.0.2.7,POST,/v1/chat/completions,' +
        '200,answered,,812.35,,0,0,500,4000,31,,false,true,1,repl-0123456789ab,\r\n',
    );
  });

  it('is read back as it was, and holds nothing that a spreadsheet would run', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({
        unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ' ', '|', '%', 'A', '1'),
      }),
    );
    fc.assert(
      fc.property(odd, odd, odd, (path, requestId, tokenName) => {
        const cells = cellsIn(csvLine({ ...request, path, requestId, tokenName }));
        expect(cells).toHaveLength(COLUMNS.length);
        for (const [name, text] of Object.entries({ path, requestId, tokenName })) {
          const cell = cells[COLUMNS.indexOf(name)]!;
          expect(cell.trimStart()).not.toMatch(/^[=+\-@|%]/);
          expect(cell).not.toMatch(/^[\t\r]/);
          expect(cell === text || cell === `'${text}`).toBe(true);
        }
      }),
    );
  });
});

describe('what is wanted', () => {
  const whose = { projectId: 'p', endpointId: 'e', tokenIds: null };
  it.each([
    ['none', 0, 0],
    ['503', 503, 503],
    ['5xx', 500, 599],
  ])('of status %s is from %d to %d', (status, from, to) => {
    expect(filtersIn(Object.assign(new RequestQuery(), { status }), whose).status).toEqual({ from, to });
  });

  it('by the hour is the last day, or the day before, or what is asked for, as whole microseconds', () => {
    const at = (time: string): Date => new Date(time);
    const asked = (given: object) =>
      hoursIn(Object.assign(new HourlyQuery(), given), at('2030-01-31T12:00:00Z').getTime() * 1000);
    const day = 86_400_000_000;
    const { sinceUs, untilUs } = asked({});
    expect(untilUs - sinceUs).toBe(day);
    expect(asked({ until: at('2030-01-02T00:00:00Z') })).toEqual({
      sinceUs: at('2030-01-01T00:00:00Z').getTime() * 1000,
      untilUs: at('2030-01-02T00:00:00Z').getTime() * 1000,
    });
    for (const given of [{ since: at('+010000-01-01T00:00:00Z') }, { until: at('-010000-01-01T00:00:00Z') }])
      for (const us of Object.values(asked(given))) expect(Number.isSafeInteger(us)).toBe(true);
  });

  it('cannot lie before its own beginning', () => {
    const since = new Date(5);
    expect(() => hoursIn(Object.assign(new HourlyQuery(), { since, until: since }), 9)).toThrow(
      expect.objectContaining({ code: 'request.invalid' }),
    );
  });
});
