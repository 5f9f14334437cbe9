/**
 * A fraction as a decimal number, rounded to so many places, a half away from zero; without zeros at its end. It is written as billing
 * data wants numbers: no exponent, no plus, no grouping.
 */
export const decimalOf = (numerator: bigint, denominator: bigint, places: number): string => {
  const scale = 10n ** BigInt(places);
  const twice = 2n * (numerator < 0n ? -numerator : numerator) * scale;
  const scaled = (twice + denominator) / (2n * denominator);
  const sign = numerator < 0n && scaled > 0n ? '-' : '';
  const digits = String(scaled).padStart(places + 1, '0');
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${sign}${digits.slice(0, digits.length - places)}${fraction && `.${fraction}`}`;
};

const NANO = 1_000_000_000n;
/** Whole nano-dollars as dollars, exact. */
export const dollarsOf = (nanoUsd: bigint): string => decimalOf(nanoUsd, NANO, 9);

const HOUR_OF_THOUSANDTHS_OF_1024THS = 3_600_000_000n * 1000n * 1024n;
/** Enough places that times any price the product is right to the nano-dollar. */
const HOUR_PLACES = 15;
/** Hours of what is priced, in thousandths of a microsecond times 1024ths of a unit. */
export const hoursOf = (weightedUsThousandths: bigint, unit1024ths: bigint): string =>
  decimalOf(weightedUsThousandths * unit1024ths, HOUR_OF_THOUSANDTHS_OF_1024THS, HOUR_PLACES);

/** Seconds out of microseconds times thousandths, exact. */
export const secondsOf = (thousandthsUs: bigint): string => decimalOf(thousandthsUs, NANO, 9);
