const NANO = 1_000_000_000n;

/** Whole nano-dollars as an exact decimal text with two digits at least: `12.50`, `0.000000001`, `-3.00`. */
export const usdOf = (amount: bigint | string): string => {
  const nanoUsd = BigInt(amount);
  const size = nanoUsd < 0n ? -nanoUsd : nanoUsd;
  const digits = String(size % NANO)
    .padStart(9, '0')
    .replace(/0{1,7}$/, '');
  return `${nanoUsd < 0n ? '-' : ''}${String(size / NANO)}.${digits}`;
};

/** A decimal text of at most nine digits after the point; undefined for what is none. */
export const nanoUsdOf = (usd: string): bigint | undefined => {
  const [, whole, digits = ''] = /^(\d{1,12})(?:\.(\d{1,9}))?$/.exec(usd) ?? [];
  return whole === undefined ? undefined : BigInt(whole) * NANO + BigInt(digits.padEnd(9, '0'));
};
