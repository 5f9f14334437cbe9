import { describe, expect, it } from '@jest/globals';
import { spanOf, tagOf } from './span.ts';

const now = new Date('2031-03-10T12:34:56.789Z');
const at = (text: string): Date => new Date(text);
const problems = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { problems: { pointer: string }[] }).problems.map(({ pointer }) => pointer);
  }
};

describe('the time of a report', () => {
  it('is the last 30 days where nothing is said', () =>
    expect(spanOf({}, now)).toEqual({
      fromUs: Date.parse('2031-02-08T12:34:56.789Z') * 1000,
      untilUs: now.getTime() * 1000,
    }));

  it('ends with the last whole hour where only hours will do', () =>
    expect(spanOf({ from: at('2031-03-01T00:00:00Z') }, now, true).untilUs).toBe(
      Date.parse('2031-03-10T12:00:00Z') * 1000,
    ));

  it('is refused by the field that is wrong', () => {
    const from = at('2031-03-01T00:00:00Z');
    expect(problems(() => spanOf({ from, until: from }, now))).toEqual(['?until']);
    expect(problems(() => spanOf({ from: at('2029-01-01T00:00:00Z') }, now))).toEqual(['?until']);
    expect(
      problems(() => spanOf({ from: at('1969-12-31T00:00:00Z'), until: at('1970-01-02T00:00:00Z') }, now)),
    ).toEqual(['?from']);
    expect(
      problems(() =>
        spanOf({ from: at('2031-03-01T00:30:00Z'), until: at('2031-03-02T00:30:00Z') }, now, true),
      ),
    ).toEqual(['?from', '?until']);
  });
});

describe('a tag that is asked for', () => {
  it('is its name, with or without a value', () =>
    expect([tagOf(undefined), tagOf('team'), tagOf('team='), tagOf('team=a=b')]).toEqual([
      null,
      { key: 'team', value: null },
      { key: 'team', value: '' },
      { key: 'team', value: 'a=b' },
    ]));
});
