import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyLine, lineOf, ready } from '../reports/lines.spec-helper.ts';
import { csvHead, csvLines } from './csv.ts';
import { decimalOf, dollarsOf, hoursOf, secondsOf } from './decimal.ts';
import { LINE_COLUMNS, jsonLine, lineRecord } from './line-record.ts';

const label = {
  endpointId: 'endpt-000000000001',
  atUs: 0,
  name: 'chat',
  tags: { team: 'ml, "x"' },
  billingAccount: '=HYPERLINK("x")',
};
const line = lineOf([ready(0, 1_000_000, { phase: 'loading' }), ready(1_000_000, 3_000_000)]);

describe('a table', () => {
  it('ends lines as RFC 4180 says, and quotes what must be', () => {
    expect(csvHead(['a', 'b'])).toBe('a,b\r\n');
    expect(
      csvLines(
        ['a', 'b'],
        [
          { a: 'x"y', b: null },
          { a: '1,2', b: 'z\n' },
        ],
      ),
    ).toBe('"x""y",\r\n"1,2","z\n"\r\n');
  });

  it.each(['=1+1', '+1', '@sum', ' =1', '\t=1', '|calc', '%0', '＝1', '-x', '-1+1'])(
    'lets no spreadsheet run %j',
    (text) => expect(csvLines(['a'], [{ a: text }])).toMatch(/^"?'/),
  );

  it.each(['-1.5', '0', '12', 'chat', '{"a":1}'])('leaves %j as it is', (text) =>
    expect(csvLines(['a'], [{ a: text }]).replaceAll('""', '"')).toContain(text),
  );

  it('shows of a line what lies in the time that is asked for', () => {
    const record = lineRecord(line, { fromUs: 500_000, untilUs: 2_000_000 }, label);
    expect(record).toMatchObject({
      from: '1970-01-01T00:00:00.500Z',
      until: '1970-01-01T00:00:02.000Z',
      loadingMicroseconds: '500000',
      readyMicroseconds: '1000000',
      heldMicroseconds: '1500000',
      costNanoUsd: '1500000',
      costUsd: '0.0015',
      endpointName: 'chat',
    });
    expect(csvLines(LINE_COLUMNS, [record!])).toContain(`"'=HYPERLINK(""x"")"`);
    expect(lineRecord(line, { fromUs: 3_000_000, untilUs: 4_000_000 }, label)).toBeNull();
  });

  it('says the same as JSON', () => {
    const told = JSON.parse(jsonLine(lineRecord(line, { fromUs: 0, untilUs: 9e6 }, label)!)) as object;
    expect(told).toMatchObject({ open: false, revision: 1, costNanoUsd: '3000000', tags: label.tags });
    expect(Object.keys(told)).toEqual([...LINE_COLUMNS]);
  });

  it('adds up over spans that follow each other', () => {
    fc.assert(
      fc.property(anyLine, fc.nat(), (any, n) => {
        const cutUs = any.fromUs + (n % (any.toUs - any.fromUs));
        const spans = [
          { fromUs: 0, untilUs: cutUs },
          { fromUs: cutUs, untilUs: any.toUs },
        ];
        const costs = spans.map((span) => BigInt(lineRecord(any, span, undefined)?.costNanoUsd ?? 0));
        expect(costs.reduce((sum, cost) => sum + cost, 0n)).toBe(any.costNanoUsd);
      }),
    );
  });
});

describe('a decimal number', () => {
  it('is written without zeros at its end', () => {
    expect([
      decimalOf(1n, 3n, 4),
      decimalOf(-1n, 8n, 9),
      decimalOf(-1n, 1000n, 2),
      decimalOf(7n, 1n, 0),
    ]).toEqual(['0.3333', '-0.125', '0', '7']);
    expect([dollarsOf(12_345_678_901n), dollarsOf(-5n), secondsOf(1_500_000_000n)]).toEqual([
      '12.345678901',
      '-0.000000005',
      '1.5',
    ]);
    expect(hoursOf(3_600_000_000_000n, 512n)).toBe('0.5');
  });
});
