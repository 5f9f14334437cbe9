import { describe, expect, it } from '@jest/globals';
import { Refusal } from '@tidegate/contracts';
import { query } from '../http/body.guard.ts';
import { logWishOf, momentIn } from './log-asks.ts';
import { LogQuery } from './log.dto.ts';

const whose = { endpointId: 'endpt-0123456789ab', projectId: 'proj-0123456789ab' };
const nowUs = Date.parse('2030-01-31T12:00:00Z') * 1000;
const wish = (search: string) =>
  logWishOf(
    whose,
    query(LogQuery).transform(Object.fromEntries(new URLSearchParams(search)), { type: 'query' }),
    nowUs,
  );
const problemsOf = (search: string) => {
  try {
    wish(search);
  } catch (error) {
    if (error instanceof Refusal) return (error.problems ?? []).map(({ pointer }) => pointer);
    throw error;
  }
  return [];
};

describe('a question about a log', () => {
  it('is for the newest hundred lines of everybody, unless it says more', () => {
    expect(wish('')).toMatchObject({
      ask: { ...whose, replicaId: null, limit: 100, after: null, search: null, sinceUs: null },
      follow: false,
      format: 'json',
    });
  });

  it.each([
    ['lines=7', 'tail=7', 'tailLines=7'],
    ['lines=all', 'tail=all', 'tailLines=all'],
    ['seconds=90', 'sinceSeconds=90', 'since=90s'],
    ['since=2030-01-31T11:00:00Z', 'sinceTime=2030-01-31T11:00:00Z', 'since=1h'],
    ['since=2030-01-31T12:30:00%2B01:30', 'since=1h', 'since=60m'],
    ['previous=true', 'previous=1', 'previous=true'],
  ])('has the same meaning under the names of others: %s, %s, %s', (...spellings) => {
    const [first, ...others] = spellings.map(wish);
    for (const other of others) expect(other).toEqual(first);
    expect(first).not.toEqual(wish(''));
  });

  it('looks for text as it is, in any case, or by an expression', () => {
    expect(wish('q=a').ask.search).toEqual({ text: 'a', caseSensitive: true, regex: false });
    expect(wish('q=a&case=false&regex=true').ask.search).toEqual({
      text: 'a',
      caseSensitive: false,
      regex: true,
    });
  });

  it('is for everything when it is a download', () => {
    expect(wish('format=text')).toMatchObject({ newest: null, format: 'text' });
    expect(wish('format=ndjson&tail=3')).toMatchObject({ newest: 3 });
  });

  it.each([
    ['lines=0', '?lines'],
    ['tail=5001', '?tail'],
    ['seconds=0', '?seconds'],
    ['since=moon', '?since'],
    ['since=2030-13-45', '?since'],
    ['until=2030-01-31', undefined],
    ['since=1h&sinceSeconds=3600', '?sinceSeconds'],
    ['lines=1&tail=1', '?tail'],
    ['regex=true', '?regex'],
    ['case=false', '?case'],
    ['severity=bad', '?severity'],
    ['stream=other', '?stream'],
    ['follow=yes', '?follow'],
    ['follow=true&until=1h', '?until'],
    ['follow=true&previous=true', '?previous'],
    ['follow=true&format=text', '?format'],
    ['timestamps=true', '?timestamps'],
    ['traceId=ABC', '?traceId'],
    [`q=${'x'.repeat(501)}`, '?q'],
  ])('%s points at %s', (search, pointer) => {
    expect(problemsOf(search)[0]).toBe(pointer);
  });
});

describe('a moment', () => {
  it('is told to the microsecond', () => {
    expect(
      ['2030-01-31T11:59:59.123456Z', '1.5', '30s', '2030-02-30T99:00:00Z'].map((text) =>
        momentIn(text, nowUs),
      ),
    ).toEqual([nowUs - 876_544, 1_500_000, nowUs - 30_000_000, null]);
  });
});
