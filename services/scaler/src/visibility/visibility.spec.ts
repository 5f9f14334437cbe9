import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changeOf, UNSEEN_AFTER_US, unseenSince } from './visibility.ts';

const NOW_US = 1_000_000_000;
const busy = { current: 2, stale: true, visible: true, unseenSinceUs: NOW_US - UNSEEN_AFTER_US };

describe('an endpoint with replicas whose traffic nobody reports', () => {
  it('is said to be unseen after fifteen seconds, and once', () => {
    expect(changeOf(busy, NOW_US)).toBe(false);
    expect(changeOf({ ...busy, visible: false }, NOW_US + 1_000_000)).toBeNull();
  });

  it('is given the time that a gateway needs to restart', () =>
    expect(changeOf(busy, NOW_US - 1)).toBeNull());

  it('counts from the first look that missed it', () => {
    expect(unseenSince({ ...busy, unseenSinceUs: null }, NOW_US)).toBe(NOW_US);
    expect(changeOf({ ...busy, unseenSinceUs: null }, NOW_US)).toBeNull();
  });

  it('is said to be seen as soon as it is, and once', () => {
    expect(changeOf({ ...busy, visible: false, stale: false }, NOW_US)).toBe(true);
    expect(changeOf({ ...busy, stale: false }, NOW_US)).toBeNull();
  });

  it('counts anew after a break', () => expect(unseenSince({ ...busy, stale: false }, NOW_US)).toBeNull());
});

describe('an endpoint without replicas', () => {
  it('has no traffic to miss', () => {
    expect(changeOf({ ...busy, current: 0 }, NOW_US)).toBeNull();
    expect(changeOf({ ...busy, current: 0, visible: false }, NOW_US)).toBe(true);
  });
});

describe('what is said of the traffic, whatever happens', () => {
  it('alternates, and says nothing twice', () => {
    const looks = fc.array(fc.record({ current: fc.nat(2), stale: fc.boolean() }), { maxLength: 200 });
    fc.assert(
      fc.property(looks, (moments) => {
        let [visible, unseenSinceUs] = [true, null as number | null];
        const said: boolean[] = [];
        moments.forEach((moment, second) => {
          const nowUs = second * 3_000_000;
          const seeing = { ...moment, visible, unseenSinceUs };
          unseenSinceUs = unseenSince(seeing, nowUs);
          const change = changeOf(seeing, nowUs);
          if (change === null) return;
          said.push(change);
          visible = change;
        });
        expect(said).toEqual(said.map((_, nth) => nth % 2 === 1));
      }),
    );
  });
});
