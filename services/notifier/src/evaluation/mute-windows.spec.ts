import { describe, expect, it } from '@jest/globals';
import type { MuteWindow } from '@tidegate/contracts';
import { isWithin } from './mute-windows.ts';

const night: MuteWindow = { days: ['fri'], from: '22:00', until: '06:00', timeZone: 'Europe/Berlin' };
const at = (time: string): number => Date.parse(time) * 1000;
const isMutedAt = (time: string, ...windows: MuteWindow[]): boolean => isWithin(windows, at(time));

describe('a window that ends on the next day', () => {
  it.each([
    ['2031-01-17T20:59:59Z', false],
    ['2031-01-17T21:00:00Z', true], // Friday 22:00 in Berlin, in winter
    ['2031-01-18T04:59:59Z', true], // Saturday 05:59
    ['2031-01-18T05:00:00Z', false],
    ['2031-01-18T21:30:00Z', false], // Saturday night is not Friday’s
    ['2031-01-17T03:00:00Z', false], // nor is Thursday’s
    ['2031-07-18T20:00:00Z', true], // Friday 22:00 in summer
  ])('at %s: %s', (time, isMuted) => expect(isMutedAt(time, night)).toBe(isMuted));

  it('may be a whole day', () => {
    const friday = { ...night, from: '00:00', until: '00:00' };
    expect(isMutedAt('2031-01-17T11:00:00Z', friday)).toBe(true);
    expect(isMutedAt('2031-01-18T11:00:00Z', friday)).toBe(false);
  });
});

describe('windows of a day', () => {
  it('hold each day when they name none, and any of them mutes', () => {
    const noon = { days: [], from: '12:00', until: '12:30', timeZone: 'UTC' };
    expect(isMutedAt('2031-01-15T12:29:59Z', night, noon)).toBe(true);
    expect(isMutedAt('2031-01-15T12:30:00Z', night, noon)).toBe(false);
    expect(isMutedAt('2031-01-15T12:00:00Z')).toBe(false);
  });
});
