import type { LogLineView } from '@tidegate/contracts';

export type Download = 'ndjson' | 'text';
export const TYPES = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const;

/** Lines as a file holds them: JSON line by line, or as they were written. */
export const fileText = (
  lines: readonly LogLineView[],
  { format, timestamps }: Readonly<{ format: Download; timestamps: boolean }>,
): string =>
  lines
    .map((line) =>
      format === 'ndjson' ? `${JSON.stringify(line)}\n` : `${timestamps ? `${line.at} ` : ''}${line.text}\n`,
    )
    .join('');
