export type Row = readonly string[];

/** Columns as wide as their widest cell; the first is for names, the others for figures where nothing else is said. */
export const table = (
  head: Row,
  rows: readonly Row[],
  isFigure: (column: number) => boolean = (column) => column > 0,
): string => {
  const widths = head.map((title, n) => Math.max(title.length, ...rows.map((row) => (row[n] ?? '').length)));
  const line = (row: Row): string =>
    row
      .map((cell, n) => (isFigure(n) ? cell.padStart(widths[n] ?? 0) : cell.padEnd(widths[n] ?? 0)))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map((row) => `${line(row)}\n`).join('');
};

/** Three digits are enough for people. */
export const plain = (value: number): string =>
  Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));

export const seconds = (value: number): string => (value < 0.0005 ? '0 s' : `${plain(value)} s`);

export const percent = (share: number | null): string =>
  share === null ? '-' : `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;

/** Billionths of a dollar, to the hundredth of a cent. */
export const dollars = (nanoUsd: string | null): string => {
  if (nanoUsd === null) return '-';
  const amount = BigInt(nanoUsd);
  const parts = (amount < 0n ? -amount : amount) / 100_000n;
  const sign = amount < 0n && parts > 0n ? '-' : '';
  return `${sign}$${String(parts / 10_000n)}.${String(parts % 10_000n).padStart(4, '0')}`;
};

/** What callers and colleagues wrote must not steer the terminal. */
export const shown = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd');
