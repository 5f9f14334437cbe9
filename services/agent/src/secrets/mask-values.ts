/**
 * A text without the values that nobody may read.
 * @param isCut the text may end in the middle of one
 */
export type Mask = (text: string, isCut: boolean) => string;

export const NOTHING_TO_MASK: Mask = (text) => text;

const MASKED = '[masked]';
/** A shorter value would not survive guessing, and to hide it everywhere would hide the line. */
const SHORTEST = 4;
/** One line of a value of several may be as common as `}`. */
const SHORTEST_PART = 8;
/** What base64 makes of less could be anything. */
const SHORTEST_ENCODED = 10;
/** In characters: enough to know a long one by. */
const MOST_ENCODED = 4096;

type Span = Readonly<{ from: number; to: number }>;

/**
 * Replaces values wherever they stand: as they are, line by line, and as JSON, a URL or base64 writes them.
 * @param printable what a line is before it is masked, so that a value is looked for as it would be shown
 */
export const maskOf = (values: readonly string[], printable: (text: string) => string): Mask => {
  const forms = [...new Set(values.flatMap(formsOf).map(printable))].filter(
    (form) => form.length >= SHORTEST,
  );
  if (forms.length === 0) return NOTHING_TO_MASK;
  return (text, isCut) => {
    const spans = forms.flatMap((form) => [...whole(text, form), ...(isCut ? begun(text, form) : [])]);
    return without(text, spans);
  };
};

const formsOf = (value: string): string[] => {
  const parts = value.split(/\r?\n/).map((part) => part.trim());
  const [only = ''] = parts;
  const written = [
    JSON.stringify(value).slice(1, -1),
    ...(value.isWellFormed() ? [encodeURIComponent(value), ...encoded(value)] : []),
  ];
  const lines = parts.length === 1 ? [only] : parts.filter((part) => part.length >= SHORTEST_PART);
  return [...lines, ...written];
};

/**
 * What base64 shows of it wherever it stands in what is encoded, e.g. behind a user name: three bytes become four characters, so
 * there are three ways, each without the characters at both ends that it shares with its neighbours.
 */
const encoded = (value: string): string[] => {
  const bytes = String.fromCharCode(...new TextEncoder().encode(value.slice(0, MOST_ENCODED)));
  const ways = [0, 1, 2].map((before) => {
    const whole = btoa('\0'.repeat(before) + bytes).replace(/=+$/, '');
    const isShared = (bytes.length + before) % 3 !== 0;
    return whole.slice(Math.ceil((before * 4) / 3), isShared ? -1 : undefined);
  });
  return ways
    .filter((way) => way.length >= SHORTEST_ENCODED)
    .flatMap((way) => [way, way.replaceAll('+', '-').replaceAll('/', '_')]);
};

/** Every place where it stands whole. */
const whole = (text: string, form: string): Span[] => {
  const spans: Span[] = [];
  for (let from = text.indexOf(form); from >= 0; from = text.indexOf(form, from + 1))
    spans.push({ from, to: from + form.length });
  return spans;
};

/** The end of the text, if it stands there in part. */
const begun = (text: string, form: string): Span[] => {
  for (let length = Math.min(form.length - 1, text.length); length >= SHORTEST; length--)
    if (text.endsWith(form.slice(0, length))) return [{ from: text.length - length, to: text.length }];
  return [];
};

/** One mask for all that touches: two values that overlap leave no rest of either. */
const without = (text: string, spans: readonly Span[]): string => {
  let [masked, end] = ['', 0];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    if (from >= end) masked += `${text.slice(end, from)}${MASKED}`;
    end = Math.max(end, to);
  }
  return spans.length === 0 ? text : masked + text.slice(end);
};
