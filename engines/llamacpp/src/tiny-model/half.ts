/** IEEE 754 binary16 of each value, rounded to nearest, ties to even. */
export const toHalf = (values: Float32Array): Uint16Array => {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(bits.length);
  bits.forEach((value, index) => {
    if (value !== 0) halves[index] = halfOfFloatBits(value);
  });
  return halves;
};

const halfOfFloatBits = (bits: number): number => {
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const fraction = bits & 0x7fffff;
  if (exponent >= 31) return sign | (exponent === 143 && fraction !== 0 ? 0x7e00 : 0x7c00);
  if (exponent <= 0) return sign | subnormal(exponent, fraction);
  return (sign | (exponent << 10) | (fraction >>> 13)) + roundsUp(fraction, 13);
};

/** Below 2^-14 the leading one becomes part of the fraction, shifted down by how far the exponent falls short. */
const subnormal = (exponent: number, fraction: number): number => {
  const shift = 14 - exponent;
  if (shift > 24) return 0;
  const withLeadingOne = fraction | 0x800000;
  return (withLeadingOne >>> shift) + roundsUp(withLeadingOne, shift);
};

/** A carry out of the fraction runs into the exponent, which is exactly what rounding up means. */
const roundsUp = (fraction: number, dropped: number): number => {
  const rest = fraction & ((1 << dropped) - 1);
  const middle = 1 << (dropped - 1);
  const odd = (fraction >>> dropped) & 1;
  return rest > middle || (rest === middle && odd === 1) ? 1 : 0;
};
