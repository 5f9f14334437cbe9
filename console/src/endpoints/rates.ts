import { useState } from 'react';
import type { Numbers } from './list.ts';

type Rates = ReadonlyMap<string, readonly number[]>;
const KEPT = 24;

/** The rates of the last measurements, the newest last; an endpoint that was not measured had none. */
export const grown = (rates: Rates, numbers: ReadonlyMap<string, Numbers>): Rates =>
  new Map(
    [...numbers].map(([id, { requests_per_second: rate = 0 }]) => [
      id,
      [...(rates.get(id) ?? []), rate].slice(-KEPT),
    ]),
  );

/** How requests went since one has been looking: a point with each measurement. */
export const useRates = (numbers: ReadonlyMap<string, Numbers>, measuredAt: number): Rates => {
  const [seen, setSeen] = useState<Readonly<{ rates: Rates; at: number }>>({ rates: new Map(), at: 0 });
  if (measuredAt === seen.at) return seen.rates;
  const rates = grown(seen.rates, numbers);
  setSeen({ rates, at: measuredAt });
  return rates;
};
