import { type EventNamed, maskSecrets } from '@tidegate/contracts';

type Batch = EventNamed<'LogLinesShipped'>['data'];

export type Line = Readonly<{
  sequence: number;
  byPlatform: boolean;
  atUs: number;
  stream: 'stdout' | 'stderr' | 'platform';
  text: string;
}>;

/** In characters: the longest line that is kept whole. */
export const LONGEST_TEXT = 65_536;

/** A batch as the lines to store. Lines that were lost leave a line of their own in their place, so that the loss is seen. */
export const linesOf = ({ firstSequence, lines, dropped }: Batch, nowUs: number): Line[] => [
  ...(dropped > 0 ? [lossLine(dropped, firstSequence, lines[0]?.atUs ?? nowUs)] : []),
  ...lines.map(({ atUs, stream, text }, i) => ({
    sequence: firstSequence + i,
    byPlatform: false,
    atUs,
    stream,
    text: storable(text),
  })),
];

/** It stands before the first line that came through, under the same number. */
const lossLine = (count: number, sequence: number, atUs: number): Line => ({
  sequence,
  byPlatform: true,
  atUs,
  stream: 'platform',
  text: `${String(count)} ${count === 1 ? 'line was' : 'lines were'} dropped here because a limit was reached`,
});

/** What Postgres cannot hold is replaced, what is too long is cut and says so, what is secret is masked. */
const storable = (text: string): string => {
  const masked = maskSecrets(text).replaceAll('\0', '\ufffd');
  const cut = masked.length - LONGEST_TEXT;
  const kept = cut > 0 ? `${masked.slice(0, LONGEST_TEXT)}… (${String(cut)} more characters)` : masked;
  return kept.toWellFormed();
};
