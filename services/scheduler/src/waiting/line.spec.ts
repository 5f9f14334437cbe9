import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type InLine, inTurn, placesInLine } from './line.ts';

const one = (id: string, projectId: string, change: Partial<InLine> = {}): InLine => ({
  id,
  projectId,
  priority: 50,
  gpuMilli: 1000,
  isExpected: false,
  ...change,
});
const order = (line: readonly InLine[], heldBy = new Map<string, number>()) =>
  inTurn(line, heldBy).map(({ id }) => id);

describe('replicas that wait', () => {
  it('take turns by project, but for one for whom a place is being made', () => {
    const line = [one('a1', 'a'), one('a2', 'a'), one('b1', 'b'), one('a3', 'a', { isExpected: true })];
    expect(order(line)).toEqual(['a3', 'b1', 'a1', 'a2']);
  });
  it('go by priority before anything else', () => {
    const line = [one('a1', 'a'), one('b1', 'b', { priority: 60 }), one('c1', 'c', { priority: -950 })];
    expect(order(line, new Map([['b', 9000]]))).toEqual(['b1', 'a1', 'c1']);
  });
  it('let the project go first that holds least', () => {
    expect(order([one('a1', 'a'), one('b1', 'b')], new Map([['a', 1]]))).toEqual(['b1', 'a1']);
  });
});

describe('any line', () => {
  const someLine = fc
    .array(
      fc.record({
        projectId: fc.constantFrom('a', 'b', 'c'),
        priority: fc.constantFrom(-950, 0, 50, 100),
        gpuMilli: fc.nat(8000),
        isExpected: fc.boolean(),
      }),
      { maxLength: 40 },
    )
    .map((all) => all.map((each, n) => ({ ...each, id: `r${String(n)}` })));

  it('gives each a place of its own, and no lower priority one before a higher', () => {
    fc.assert(
      fc.property(someLine, (line) => {
        const turns = inTurn(line, new Map());
        const places = placesInLine(turns);
        expect(places.size).toBe(line.length);
        expect([...places.values()].map(({ place }) => place).toSorted((a, b) => a - b)).toEqual(
          line.map((_, n) => n + 1),
        );
        expect([...places.values()].every((place) => place.of === line.length)).toBe(true);
        const ranks = turns.map(({ isExpected, priority }) => (isExpected ? 1000 : priority));
        expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
      }),
    );
  });
});
