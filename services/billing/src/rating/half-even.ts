/** numerator ÷ denominator, rounded to the nearest whole, a half to the even one. For numerator >= 0, denominator > 0. */
export const halfEven = (numerator: bigint, denominator: bigint): bigint => {
  const whole = numerator / denominator;
  const twiceRest = 2n * (numerator % denominator);
  const roundsUp = twiceRest > denominator || (twiceRest === denominator && whole % 2n === 1n);
  return roundsUp ? whole + 1n : whole;
};
