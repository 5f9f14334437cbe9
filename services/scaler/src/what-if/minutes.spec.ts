import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Minute, minutesOf } from './minutes.ts';
import { Looked } from './states.spec-helper.ts';

/** A whole minute. */
const BEGAN = 1_700_000_040;
const FIRST = BEGAN / 60;
const sum = (minutes: readonly Minute[]): number =>
  minutes.reduce((total, { counts }) => total + counts.reduce((a, b) => a + b, 0), 0);

describe('the minutes of an endpoint', () => {
  it('have what came in each second before the look that counted it', () => {
    const looked = new Looked(BEGAN, 100);
    looked.look(BEGAN + 1, 3);
    looked.look(BEGAN + 2, 0);
    looked.look(BEGAN + 60, 0);
    looked.look(BEGAN + 61, 5);
    const [only, ...others] = minutesOf(looked.state.traffic, null);
    expect(others).toEqual([]);
    expect(only?.minute).toBe(FIRST);
    expect(only?.counts).toEqual([3, ...new Array<number>(59).fill(0)]);
  });

  it('are none while a minute is not over, and none in which nothing came', () => {
    const looked = new Looked(BEGAN);
    looked.look(BEGAN + 59, 7);
    expect(minutesOf(looked.state.traffic, null)).toEqual([]);
    for (let at = 60; at <= 300; at += 60) looked.look(BEGAN + at, 0);
    expect(minutesOf(looked.state.traffic, null).map(({ minute }) => minute)).toEqual([FIRST]);
    expect(minutesOf(looked.state.traffic, FIRST + 1)).toEqual([]);
  });

  it('begin where the memory does', () => {
    const looked = new Looked(BEGAN + 30);
    for (let at = 31; at <= 1200; at++) looked.look(BEGAN + at, 1);
    const minutes = minutesOf(looked.state.traffic, null);
    expect(minutes.at(-1)).toMatchObject({ minute: FIRST + 19, counts: new Array<number>(60).fill(1) });
    expect(minutes.length).toBe(9);
    expect(sum(minutes)).toBeGreaterThanOrEqual(8 * 60);
  });

  it('count all that came and nothing twice, however seldom one looks and however often one writes', () => {
    const look = fc.record({ afterSeconds: fc.integer({ min: 1, max: 45 }), requests: fc.nat(50) });
    const looks = fc.array(look, { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(looks, fc.nat(59), fc.integer({ min: 1, max: 8 }), (all, offset, writeEvery) => {
        const looked = new Looked(BEGAN + offset);
        let [at, came, counted] = [BEGAN + offset, 0, 0];
        let next: number | null = null;
        const write = (): void => {
          const minutes = minutesOf(looked.state.traffic, next);
          counted += sum(minutes);
          next = minutes.at(-1) ? minutes.at(-1)!.minute + 1 : next;
        };
        all.forEach(({ afterSeconds, requests }, n) => {
          at += afterSeconds;
          came += requests;
          looked.look(at, requests);
          if (n % writeEvery === 0) write();
        });
        looked.look(at + 60, 0);
        write();
        expect(counted).toBe(came);
      }),
    );
  });
});
