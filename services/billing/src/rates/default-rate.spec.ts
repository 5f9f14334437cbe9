import { describe, expect, it } from '@jest/globals';
import { dueRate, PUBLISHER } from './default-rate.ts';
import { published } from '../rating/facts.spec-helper.ts';
import type { RatePublished } from './rate-card.ts';

const h100 = { sku: 'h100-1x', priceNanoUsdPerHour: 3_000_000_000 };
const before = (price: number, actor: string): RatePublished => ({
  ...published({ sku: 'h100-1x', fromUs: 40, price }),
  meta: { actor },
});

describe('a default rate', () => {
  it('counts from the beginning of time when the flavour has none', () =>
    expect(dueRate(h100, [], 99)?.data).toEqual({ ...h100, effectiveFromUs: 0 }));

  it('is not published twice', () =>
    expect(dueRate(h100, [before(3_000_000_000, PUBLISHER)], 99)).toBeNull());

  it('that changed counts from now on', () =>
    expect(dueRate(h100, [before(2_000_000_000, PUBLISHER)], 99)?.data).toEqual({
      ...h100,
      effectiveFromUs: 99,
    }));

  it('gives way to the price of an operator', () =>
    expect(dueRate(h100, [before(1, PUBLISHER), before(2_000_000_000, 'operator')], 99)).toBeNull());
});
