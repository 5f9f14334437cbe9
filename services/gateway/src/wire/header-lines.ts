/**
 * Headers as one text: `name: value` and CR LF, one after the other, in Latin-1, with blanks around the value or none. It
 * is what goes over a connection, so it is what the parts of the gateway hand each other. Whoever adds a line vouches
 * that neither half of it holds CR or LF.
 */
export type HeaderLines = string;

export const line = (name: string, value: string): HeaderLines => `${name}: ${value}\r\n`;

/** From names and values by turns. */
export const linesOf = (pairs: readonly (string | undefined)[]): HeaderLines => {
  let lines = '';
  for (let i = 0; i + 1 < pairs.length; i += 2) lines += line(pairs[i] ?? '', pairs[i + 1] ?? '');
  return lines;
};

const isBlank = (code: number): boolean => code === 32 || code === 9;

/** What stands between, without the blanks around it. */
export const valueIn = (text: string, from: number, to: number): string => {
  let [begin, end] = [from, to];
  while (begin < end && isBlank(text.charCodeAt(begin))) begin++;
  while (end > begin && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(begin, end);
};

/** Names and values by turns. */
export const pairsOf = (lines: HeaderLines): string[] => {
  const pairs: string[] = [];
  for (let from = 0; from < lines.length;) {
    const end = lines.indexOf('\r\n', from);
    const colon = lines.indexOf(':', from);
    pairs.push(lines.slice(from, colon), valueIn(lines, colon + 1, end));
    from = end + 2;
  }
  return pairs;
};

/** Without the lines of these names, which are given in lower case. */
export const withoutNames = (lines: HeaderLines, names: ReadonlySet<string>): HeaderLines => {
  const pairs = pairsOf(lines);
  let kept = '';
  for (let i = 0; i + 1 < pairs.length; i += 2)
    if (!names.has((pairs[i] ?? '').toLowerCase())) kept += line(pairs[i] ?? '', pairs[i + 1] ?? '');
  return kept;
};
