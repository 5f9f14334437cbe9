/** Seconds of a minute. */
export const MINUTE_SECONDS = 60;

/**
 * The counts of a minute, second by second, in few bytes: seven bits a byte, the last one below 128. A run of seconds with nothing is
 * a zero and its length; nothing is said of those after the last request. One request in a minute takes three bytes, a steady load
 * of less than 128 a second one byte a second.
 */
export const packed = (counts: readonly number[]): Uint8Array => {
  const bytes: number[] = [];
  let zeros = 0;
  for (const count of counts) {
    if (count === 0) {
      zeros++;
      continue;
    }
    if (zeros > 0) bytes.push(0, zeros);
    zeros = 0;
    let rest = count;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
};

/** Always sixty. What is no packed minute is read as far as it makes sense: it never throws, and never yields more than a minute. */
export const unpacked = (bytes: Uint8Array): number[] => {
  const counts = new Array<number>(MINUTE_SECONDS).fill(0);
  let second = 0;
  let value = 0;
  let weight = 1;
  for (let at = 0; at < bytes.length && second < MINUTE_SECONDS; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0 && weight === 1) {
      second += bytes[++at] ?? 0;
      continue;
    }
    value += (byte & 127) * weight;
    if (byte >= 128) {
      weight *= 128;
      continue;
    }
    counts[second++] = value;
    [value, weight] = [0, 1];
  }
  return counts;
};
