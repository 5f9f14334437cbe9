import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Line } from '../rating/line.ts';
import { line, Log } from './invoices.spec-helper.ts';

const MONTHS = ['2031-01', '2031-02', '2031-03', '2031-04'] as const;

const lines = fc
  .uniqueArray(
    fc.record({
      replica: fc.integer({ min: 1, max: 5 }),
      period: fc.constantFrom(...MONTHS),
      cost: fc.integer({ min: 0, max: 30_000_000 }),
      endpoint: fc.integer({ min: 1, max: 2 }),
      fromUs: fc.integer({ min: 0, max: 2 }),
      billed: fc.boolean(),
    }),
    {
      maxLength: 10,
      selector: ({ replica, period, endpoint, fromUs }) => `${replica} ${period} ${endpoint} ${fromUs}`,
    },
  )
  .map((given) => given.map(line));

/** What is known at each close, and when credit comes. */
const lives = fc.record({
  atMonths: fc.tuple(lines, lines, lines, lines),
  atHours: fc.array(fc.record({ before: fc.nat({ max: 3 }), lines }), { maxLength: 4 }),
  credits: fc.array(
    fc.record({ before: fc.nat({ max: 3 }), amount: fc.integer({ min: 1, max: 40_000_000 }) }),
    {
      maxLength: 3,
    },
  ),
});
type Life = typeof lives extends fc.Arbitrary<infer Value> ? Value : never;

const played = ({ atMonths, atHours, credits }: Life): { log: Log; texts: string[] } => {
  const log = new Log();
  const texts: string[] = [];
  for (const [nth, month] of MONTHS.entries()) {
    for (const [n, { before, amount }] of credits.entries()) if (before === nth) log.grant(n, amount);
    for (const { before, lines: known } of atHours)
      if (before === nth) {
        log.lines = known;
        log.hour();
      }
    log.lines = atMonths[nth] ?? [];
    log.period(month);
    texts.push([...log.replay.invoices.values()].map(({ text }) => text).join('\n'));
  }
  return { log, texts };
};

const sum = (values: Iterable<bigint>): bigint => [...values].reduce((total, value) => total + value, 0n);
const billedCost = (known: readonly Line[]): bigint =>
  sum(known.filter(({ billed }) => billed).map(({ costNanoUsd }) => costNanoUsd));

describe('invoices, whatever was known when', () => {
  it('come each to their lines, less credit, in whole cents', () => {
    fc.assert(
      fc.property(lives, (life) => {
        for (const { document, lines: shown } of played(life).log.replay.invoices.values()) {
          const subtotal = sum(shown.map(({ amountNanoUsd }) => amountNanoUsd));
          expect(document.subtotalNanoUsd).toBe(String(subtotal));
          expect(subtotal - BigInt(document.creditNanoUsd) + BigInt(document.roundingNanoUsd)).toBe(
            BigInt(document.totalCents) * 10_000_000n,
          );
          for (const { sources, amountNanoUsd } of shown)
            expect(sum(sources.map((source) => source.amountNanoUsd))).toBe(amountNanoUsd);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never change, and hold each late fact once: together they are what is due at last', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { log, texts } = played(life);
        texts.slice(1).forEach((text, before) => expect(text.startsWith(texts[before] ?? '')).toBe(true));
        const invoices = [...log.replay.invoices.values()];
        expect(sum(invoices.map(({ document }) => BigInt(document.subtotalNanoUsd)))).toBe(
          billedCost(life.atMonths[3]),
        );
        for (const { document, lines: shown } of invoices)
          for (const { isCorrection, period } of shown) {
            expect(isCorrection).toBe(period !== document.period);
            expect(period <= document.period).toBe(true);
          }
      }),
      { numRuns: 60 },
    );
  });

  it('are the same to the last byte when the log is read again', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const [first, again] = [played(life).log.replay, played(life).log.replay];
        expect([...again.invoices.values()].map(({ sha256 }) => sha256)).toEqual(
          [...first.invoices.values()].map(({ sha256 }) => sha256),
        );
        expect([...again.books.values()].map(({ hash }) => hash)).toEqual(
          [...first.books.values()].map(({ hash }) => hash),
        );
      }),
      { numRuns: 40 },
    );
  });
});
