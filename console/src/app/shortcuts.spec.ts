import { describe, expect, it } from '@jest/globals';
import { PLACES, isAt, needsProject } from './places.ts';
import { type Pressed, hear } from './shortcuts.ts';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isTyping: false,
  ...more,
});

describe('a key that is pressed', () => {
  it('goes to a place after g', () => {
    expect(hear(null, press('g'), true)).toEqual({ pending: 'g', deed: null });
    expect(hear('g', press('e'), true).deed).toEqual({ kind: 'go', to: '/endpoints' });
    expect(hear('g', press('x'), true)).toEqual({ pending: null, deed: null });
  });
  it('does nothing while one types, but for the palette', () => {
    expect(hear(null, press('c', { isTyping: true }), true).deed).toBeNull();
    expect(hear(null, press('K', { isTyping: true, ctrlKey: true }), true).deed).toEqual({ kind: 'palette' });
  });
  it('does nothing when letters are switched off, but for the palette', () => {
    expect(hear(null, press('?'), false).deed).toBeNull();
    expect(hear(null, press('k', { metaKey: true }), false).deed).toEqual({ kind: 'palette' });
  });
  it('leaves the browser its own', () => {
    expect(hear(null, press('c', { ctrlKey: true }), true).deed).toBeNull();
  });
});

describe('the places', () => {
  it('have a key each', () => {
    expect(new Set(PLACES.map(({ keys }) => keys)).size).toBe(PLACES.length);
  });
  it('are where one is by whole words', () => {
    expect(isAt('/', '/endpoints')).toBe(false);
    expect(isAt('/endpoints', '/endpoints/endpt-1/logs')).toBe(true);
    expect(isAt('/log', '/log-sinks')).toBe(false);
  });
  it('need a project, but for a few', () => {
    expect(needsProject('/')).toBe(true);
    expect(needsProject('/nodes/node-1')).toBe(false);
  });
});
