/** Where the value of a top-level `model` stands in a JSON text, quotes included. */
export type Span = Readonly<{ start: number; end: number }>;

/** Bytes as a text of as many characters, which is written faster than they are. */
export type Latin1 = string;

/** What the gateway needs to know of a JSON body. */
export type JsonBody = Readonly<{
  /** Undefined when there is none; null when it is there and no string. Of several the last counts, as parsers have it. */
  model: string | null | undefined;
  stream: boolean;
  /** Where the value of `model` stands, if that was easy to see. */
  modelAt: Span | undefined;
  /** The body, if it is short and each of its bytes is a character. */
  text: Latin1 | undefined;
  /** All of it; of a larger one how its messages or its prompt begin, as a `prompt`. */
  value: unknown;
}>;

/** Larger bodies are not parsed whole: that would hold up every other request. Their engine judges what a scan does not see. */
const PARSED_WHOLE_BYTES = 1 << 20;

/** Of a larger one no second copy is kept. */
const KEPT_AS_TEXT_BYTES = 16 * 1024;

const OPENING_BYTES = 4096;

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

const DEPTH = new Map([
  [OPEN_BRACE, 1],
  [OPEN_BRACKET, 1],
  [CLOSE_BRACE, -1],
  [CLOSE_BRACKET, -1],
]);
const ENDS_VALUE = new Set([COMMA, CLOSE_BRACE, CLOSE_BRACKET]);

/** What is wrong with a body, in words. */
export class BadJson extends Error {}

/** Reads the fields, or throws BadJson. */
export const readJson = (body: Buffer, parsedWholeBytes = PARSED_WHOLE_BYTES): JsonBody => {
  if (body.length > parsedWholeBytes) return scanned(body);
  const text = body.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadJson((error as Error).message);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadJson('the top level is no object');
  const { model, stream } = value as { model?: unknown; stream?: unknown };
  const plain = isAscii(text, body) ? text : undefined;
  return {
    ...modelOf(model, plain),
    stream: stream === true,
    text: body.length <= KEPT_AS_TEXT_BYTES ? plain : undefined,
    value,
  };
};

/** Each character is a byte, and none stands for a byte that could not be read. */
const isAscii = (text: string, body: Buffer): boolean =>
  text.length === body.length && !text.includes('\ufffd');

/** With a character for each byte places in the one are places in the other. */
const modelOf = (model: unknown, plain: Latin1 | undefined): Pick<JsonBody, 'model' | 'modelAt'> => {
  if (typeof model !== 'string') return { model: model === undefined ? undefined : null, modelAt: undefined };
  return { model, modelAt: plain === undefined ? undefined : onlyModel(plain, model) };
};

const scanned = (body: Buffer): JsonBody => {
  const fields = topLevel(body, ['model', 'stream', 'messages', 'prompt']);
  const model = textOf(body, fields.get('model')?.at(-1));
  const stream = fields.get('stream')?.at(-1);
  const opening = (fields.get('messages') ?? fields.get('prompt'))?.at(-1);
  return {
    model: model === undefined ? undefined : model.startsWith('"') ? unquoted(model) : null,
    stream: textOf(body, stream) === 'true',
    modelAt: undefined,
    text: undefined,
    value: {
      prompt:
        opening &&
        body.toString('latin1', opening.start, Math.min(opening.end, opening.start + OPENING_BYTES)),
    },
  };
};

const textOf = (body: Buffer, span: Span | undefined): string | undefined =>
  span && body.toString('utf8', span.start, span.end).trim();

const unquoted = (text: string): string => {
  try {
    return JSON.parse(text) as string;
  } catch (error) {
    throw new BadJson((error as Error).message);
  }
};

/**
 * The body with every top-level `model` replaced, and with one put in front where there was none. All other bytes stay
 * as they were: writing the parsed value anew would round large numbers. `modelAt`: where it was read.
 */
export const withModel = (body: Buffer, model: string, modelAt?: Span): Buffer => {
  const written = Buffer.from(JSON.stringify(model));
  if (modelAt) return Buffer.concat([body.subarray(0, modelAt.start), written, body.subarray(modelAt.end)]);
  const spans = topLevel(body, ['model']).get('model') ?? [];
  if (spans.length === 0) return insertFirst(body, written);
  const parts: Buffer[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    parts.push(body.subarray(from, start), written);
    from = end;
  }
  return Buffer.concat([...parts, body.subarray(from)]);
};

/** The same of a body that is a text, where `modelAt` says. Undefined when the model's name is none in Latin-1. */
export const withModelInText = (text: Latin1, model: string, { start, end }: Span): Latin1 | undefined => {
  const written = JSON.stringify(model);
  return Buffer.byteLength(written) === written.length
    ? text.slice(0, start) + written + text.slice(end)
    : undefined;
};

const MODEL_KEY = '"model"';
/** A key can be spelt in these, so that it is not seen. */
const SPELT_OUT = '\\u00';

/** The value of the only `model` in all of the text, if that is the one that was read; else it must be looked for. */
const onlyModel = (text: string, model: string): Span | undefined => {
  const key = text.indexOf(MODEL_KEY);
  if (key < 0 || text.includes(MODEL_KEY, key + 1) || text.includes(SPELT_OUT)) return undefined;
  const colon = blanksEnd(text, key + MODEL_KEY.length);
  const start = blanksEnd(text, colon + 1);
  const value = `"${model}"`;
  return text[colon] === ':' && text.startsWith(value, start)
    ? { start, end: start + value.length }
    : undefined;
};

const blanksEnd = (text: string, from: number): number => {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
};

const insertFirst = (body: Buffer, written: Buffer): Buffer => {
  const brace = body.indexOf(OPEN_BRACE);
  const rest = body.subarray(brace + 1);
  const isEmpty = rest[skipBlank(rest, 0)] === CLOSE_BRACE;
  return Buffer.concat([
    body.subarray(0, brace + 1),
    Buffer.from('"model":'),
    written,
    ...(isEmpty ? [] : [Buffer.from(',')]),
    rest,
  ]);
};

const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const skipBlank = (body: Buffer, from: number): number => {
  let at = from;
  while (isBlank(body[at])) at++;
  return at;
};

/** The index after the string that opens at `open`. Jumps from quote to quote, so that long texts and base64 cost little. */
const endOfString = (body: Buffer, open: number): number => {
  for (let quote = body.indexOf(QUOTE, open + 1); quote >= 0; quote = body.indexOf(QUOTE, quote + 1)) {
    let slashes = 0;
    while (body[quote - 1 - slashes] === BACKSLASH) slashes++;
    // An odd number of backslashes escapes the quote.
    if (slashes % 2 === 0) return quote + 1;
  }
  throw new BadJson('a string does not end');
};

/** The index after the value that begins at `start`; brackets are matched by depth alone. */
const endOfValue = (body: Buffer, start: number): number => {
  let depth = 0;
  let at = start;
  while (at < body.length) {
    const byte = body[at] ?? 0;
    if (depth === 0 && ENDS_VALUE.has(byte)) return at;
    depth += DEPTH.get(byte) ?? 0;
    at = byte === QUOTE ? endOfString(body, at) : at + 1;
  }
  throw new BadJson('the body ends too early');
};

const keyAt = (body: Buffer, start: number, end: number): string => {
  const plain = body.toString('utf8', start + 1, end - 1);
  return plain.includes('\\') ? unquoted(`"${plain}"`) : plain;
};

/** Spans of the values of these top-level keys, in order; blanks around a value belong to it. */
const topLevel = (body: Buffer, keys: readonly string[]): Map<string, Span[]> => {
  const found = new Map<string, Span[]>();
  let at = skipBlank(body, 0);
  if (body[at] !== OPEN_BRACE) throw new BadJson('the top level is no object');
  at = skipBlank(body, at + 1);
  if (body[at] === CLOSE_BRACE) return found;
  for (;;) {
    if (body[at] !== QUOTE) throw new BadJson(`a key is expected at byte ${String(at)}`);
    const keyEnd = endOfString(body, at);
    const key = keyAt(body, at, keyEnd);
    at = skipBlank(body, keyEnd);
    if (body[at] !== COLON) throw new BadJson(`a colon is expected at byte ${String(at)}`);
    const end = endOfValue(body, at + 1);
    const spans = found.get(key);
    if (spans) spans.push({ start: at + 1, end });
    else if (keys.includes(key)) found.set(key, [{ start: at + 1, end }]);
    if (body[end] === CLOSE_BRACE) return found;
    if (body[end] !== COMMA) throw new BadJson(`a comma is expected at byte ${String(end)}`);
    at = skipBlank(body, end + 1);
  }
};
