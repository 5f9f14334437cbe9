import { describe, expect, it } from '@jest/globals';
import { found, offersOf } from './offers.ts';

const hello = { id: 'endpt-1', name: 'hello', state: 'running', conditions: [], actions: ['stop'] } as const;
const offers = offersOf([{ ...hello, conditions: [], actions: ['stop'] }], ['endpt-1', 'endpt-gone']);
const labels = (query: string): string[] => found(offers, query).map(({ label }) => label);

describe('the palette', () => {
  it('begins with what was opened last, and the places', () => {
    expect(labels('').slice(0, 2)).toEqual(['hello', 'Fleet']);
    expect(labels('')).not.toContain('Stop hello');
  });
  it('finds by words in any order, the shortest first', () => {
    expect(labels('hello')[0]).toBe('hello');
    expect(labels('logs hel')).toEqual(['hello: Logs']);
    expect(labels('no such thing')).toEqual([]);
  });
  it('offers what can be done now, and nothing else', () => {
    expect(labels('stop')).toContain('Stop hello');
    expect(labels('start')).not.toContain('Start hello');
  });
});
