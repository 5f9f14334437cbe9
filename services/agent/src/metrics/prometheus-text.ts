/** One line of the Prometheus text format that carries a value. */
export type Sample = Readonly<{ name: string; labels: ReadonlyMap<string, string>; value: number }>;

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /[a-zA-Z_][a-zA-Z0-9_]*/y;
/** More than any engine has on one line: a page must not keep the agent busy. */
const MOST_LABELS = 64;
const SPACE = /[ \t]*/y;
const WORD = /[^ \t]+/y;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['+infinity', Infinity],
  ['-infinity', -Infinity],
]);

/** A place in a line, from which piece after piece is taken. */
class Reader {
  #at = 0;
  constructor(private readonly line: string) {}

  /** What a sticky pattern matches here; null when it does not. */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.line)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }

  skips(character: string): boolean {
    this.take(SPACE);
    if (this.line[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  /** The rest of a quoted text whose opening quote was taken; null when it has no end. */
  quoted(): string | null {
    let text = '';
    let from = this.#at;
    let quote = this.line.indexOf('"', from);
    while (quote >= 0) {
      const escape = this.line.indexOf('\\', from);
      if (escape < 0 || escape > quote) {
        this.#at = quote + 1;
        return text + this.line.slice(from, quote);
      }
      text += this.line.slice(from, escape) + unescaped(this.line[escape + 1] ?? '');
      from = escape + 2;
      // Looked for again only when it was the escaped one: no line takes longer than its length.
      if (quote < from) quote = this.line.indexOf('"', from);
    }
    return null;
  }
}

/** An unknown escape stands for itself. */
const unescaped = (character: string): string => {
  if (character === 'n') return '\n';
  return character === '"' || character === '\\' ? character : `\\${character}`;
};

/** A sample, or null for a comment, an empty line, and what is not in the format. Times and exemplars are passed over. */
export const parseSample = (line: string): Sample | null => {
  const reader = new Reader(line);
  reader.take(SPACE);
  const name = reader.take(NAME);
  if (name === null) return null;
  const labels = reader.skips('{') ? parseLabels(reader) : new Map<string, string>();
  if (labels === null) return null;
  reader.take(SPACE);
  const value = parseValue(reader.take(WORD) ?? '');
  return value === null ? null : { name, labels, value };
};

/** Behind the opening brace; null when it is not closed, or something else stands within, a label twice included. */
const parseLabels = (reader: Reader): Map<string, string> | null => {
  const labels = new Map<string, string>();
  while (!reader.skips('}')) {
    reader.take(SPACE);
    const label = reader.take(LABEL);
    if (label === null || labels.has(label) || labels.size === MOST_LABELS) return null;
    const value = reader.skips('=') && reader.skips('"') ? reader.quoted() : null;
    if (value === null) return null;
    labels.set(label, value);
    if (!reader.skips(',')) return reader.skips('}') ? labels : null;
  }
  return labels;
};

const parseValue = (word: string): number | null =>
  NUMBER.test(word) ? Number(word) : (SPECIAL.get(word.toLowerCase()) ?? null);
