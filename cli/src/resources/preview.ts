import { dollars, shown } from '../table.ts';

type Said = Readonly<{ pointer: string; message: string }>;
type Change = Readonly<{ pointer: string; class: string; from: unknown; to: unknown }>;
type Preview = Readonly<{
  valid?: boolean;
  problems?: readonly Said[];
  warnings?: readonly Said[];
  changes?: readonly Change[];
  effect?: Readonly<{ text: string }> | null;
  price?: Readonly<{
    hardwareId: string;
    perReplicaNanoUsdPerHour: string;
    atMinNanoUsdPerHour: string;
    atMaxNanoUsdPerHour: string;
  }> | null;
  sizing?: Readonly<{ explanation: string }> | null;
}>;

const written = (value: unknown): string => shown(value === undefined ? 'nothing' : JSON.stringify(value));

export const changeLines = (changes: readonly Change[]): string[] =>
  changes.flatMap(({ pointer, class: kind, from, to }) => [
    `  ${pointer} (${kind})`,
    `    - ${written(from)}`,
    `    + ${written(to)}`,
  ]);

/** What would come of it, for people. */
export const previewText = (preview: unknown): string => {
  const { valid, problems = [], warnings = [], changes, effect, price, sizing } = preview as Preview;
  const lines = [
    valid === false ? 'It would be refused.' : 'It would be accepted.',
    ...problems.map(({ pointer, message }) => `  ${pointer} ${message}`),
    ...warnings.map(({ pointer, message }) => `  warning: ${pointer} ${message}`),
    ...(changes ? (changes.length === 0 ? ['Nothing changes.'] : changeLines(changes)) : []),
    ...(effect ? [effect.text] : []),
    ...(price
      ? [
          `${price.hardwareId}: ${dollars(price.perReplicaNanoUsdPerHour)} an hour for each replica, ` +
            `${dollars(price.atMinNanoUsdPerHour)} at the least and ${dollars(price.atMaxNanoUsdPerHour)} at the most`,
        ]
      : []),
    ...(sizing ? [sizing.explanation] : []),
  ];
  return `${lines.join('\n')}\n`;
};
