import type { Cast } from './cast.ts';

export type Span = Readonly<{ text: string; style: string }>;
/** A line, and when it was whole. */
export type Line = Readonly<{ at: number; spans: readonly Span[] }>;

/** Longer pauses are shown as so long: whoever watches waits for what comes, not for the machine. */
const LONGEST_PAUSE = 1.5;

/** The lines that a program wrote one after the other: that is all a terminal is here. Too long ones go on in the next. */
export const linesOf = ({ events, width }: Cast): Line[] => {
  const lines: Line[] = [];
  let [shownAt, before, rest] = [0, 0, ''];
  for (const [at, text] of events) {
    shownAt += Math.min(at - before, LONGEST_PAUSE);
    before = at;
    const whole = (rest + text).split('\n');
    rest = whole.pop() ?? '';
    for (const line of whole)
      lines.push(...wrapped(spansOf(line), width).map((spans) => ({ at: shownAt, spans })));
  }
  return lines;
};

const STYLES: Readonly<Record<string, string>> = { '1': 'b', '2': 'd', '32': 'g', '36': 'c' };

// eslint-disable-next-line no-control-regex -- the colours of terminals
const COLOUR = /\u001b\[([\d;]*)m/;

const spansOf = (line: string): Span[] => {
  const spans: Span[] = [];
  let style = '';
  for (const [nth, part] of line.split(COLOUR).entries())
    if (nth % 2 === 1) style = STYLES[part] ?? '';
    else if (part !== '') spans.push({ text: part, style });
  return spans;
};

const INDENT = '          ';

/** Between words, and what goes on stands below what it belongs to. */
const wrapped = (spans: readonly Span[], width: number): Span[][] => {
  const rows: Span[][] = [[]];
  let column = 0;
  for (const { text, style } of spans)
    for (const word of text.split(/(?<= )/)) {
      if (column + word.trimEnd().length > width) {
        rows.push([{ text: INDENT, style: '' }]);
        column = INDENT.length;
      }
      rows.at(-1)?.push({ text: word, style });
      column += word.length;
    }
  return rows;
};
