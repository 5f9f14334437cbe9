/** Seconds as people say them: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`, `4 d 3 h`. */
export const duration = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
};

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
export const bytes = (count: number): string => {
  const step = Math.min(Math.floor(Math.log2(Math.max(count, 1)) / 10), BINARY.length - 1);
  const value = count / 1024 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${BINARY[step] ?? 'B'}`;
};

/** Numbers of things: `7`, `1,234`, `12.3 k`, `4.5 M`. */
export const count = (value: number): string => {
  if (Math.abs(value) >= 1e6) return `${(value / 1e6).toFixed(1)} M`;
  if (Math.abs(value) >= 1e4) return `${(value / 1e3).toFixed(1)} k`;
  return value.toLocaleString('en', { maximumFractionDigits: Number.isInteger(value) ? 0 : 2 });
};

const NANO_PER_CENT = 10_000_000n;
/**
 * Money in nano-USD, as integers or their decimal text: `$12.34`; below ten cents with as many places as it takes to see
 * it (`$0.00042`).
 */
export const money = (nanoUsd: bigint | number | string): string => {
  const value = typeof nanoUsd === 'number' ? BigInt(Math.round(nanoUsd)) : BigInt(nanoUsd);
  const sign = value < 0n ? '−' : '';
  const size = value < 0n ? -value : value;
  if (size === 0n) return '$0.00';
  if (size < NANO_PER_CENT * 10n) {
    const digits = size.toString().padStart(10, '0').slice(1);
    const places = Math.max(2, digits.search(/[1-9]/) + 2);
    return `${sign}$0.${digits.slice(0, places)}`;
  }
  const cents = (size + NANO_PER_CENT / 2n) / NANO_PER_CENT;
  const whole = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}$${whole}.${(cents % 100n).toString().padStart(2, '0')}`;
};

/** How long ago a moment was, seen from `now`: `just now`, `12 s ago`, `in 3 min`. */
export const ago = (at: string | number | Date, now: number): string => {
  const seconds = (now - new Date(at).getTime()) / 1000;
  if (Math.abs(seconds) < 2) return 'just now';
  return seconds > 0
    ? `${duration(Math.floor(Math.max(seconds, 1)))} ago`
    : `in ${duration(Math.ceil(-seconds))}`;
};
