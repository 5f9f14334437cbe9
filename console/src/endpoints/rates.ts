import { useEffect, useState } from 'react';
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
  const [{ rates, at }, setRates] = useState<Readonly<{ rates: Rates; at: number }>>({
    rates: new Map(),
    at: 0,
  });
  useEffect(() => {
    if (measuredAt !== at) setRates({ rates: grown(rates, numbers), at: measuredAt });
  }, [numbers, measuredAt, rates, at]);
  return rates;
};
