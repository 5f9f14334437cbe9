import { halfEven } from '../rating/half-even.ts';

/** Billionths of a dollar in a cent. */
export const NANO_USD_PER_CENT = 10_000_000n;

/** The nearest whole number of cents, a half to the even one; the same way on both sides of 0. */
export const wholeCents = (nanoUsd: bigint): bigint =>
  nanoUsd < 0n ? -halfEven(-nanoUsd, NANO_USD_PER_CENT) : halfEven(nanoUsd, NANO_USD_PER_CENT);
