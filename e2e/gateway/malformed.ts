/** Where the bytes go, and whose they say they are. */
export type Whose = Readonly<{ path: string; token: string; model: string }>;

const chatBody = ({ model }: Whose, content: string): string =>
  JSON.stringify({ model, max_tokens: 1, messages: [{ role: 'user', content }] });

const text = (line: string, headers: readonly string[], body = '', end = '\r\n'): string =>
  [line, ...headers, '', ''].join(end) + body;

const usual = ({ token }: Whose): string[] => [
  'Host: front.test',
  `Authorization: Bearer ${token}`,
  'Content-Type: application/json',
];

/** A whole and good request. Whatever stands around it, it must never be taken for one of its own. */
const hidden = (whose: Whose): string => {
  const body = chatBody(whose, 'smuggled');
  return text(
    `POST ${whose.path} HTTP/1.1`,
    [...usual(whose), `Content-Length: ${String(body.length)}`],
    body,
  );
};

type Make = (whose: Whose) => string | Buffer;

/** A POST with these headers in place of the honest ones, and a hidden request in or after its body. */
const posted =
  (headers: readonly string[] | ((bodyLength: number) => readonly string[]), body?: Make): Make =>
  (whose) => {
    const sent = body?.(whose).toString() ?? hidden(whose);
    const own = typeof headers === 'function' ? headers(sent.length) : headers;
    return text(`POST ${whose.path} HTTP/1.1`, [...usual(whose), ...own], sent);
  };

/** Honest in everything but its first line. */
const begun =
  (line: (path: string) => string): Make =>
  (whose) => {
    const body = chatBody(whose, 'first line');
    return (
      text(line(whose.path), [...usual(whose), `Content-Length: ${String(body.length)}`], body) +
      hidden(whose)
    );
  };

/** Honest in everything but one line of its head. */
const withLine =
  (...lines: readonly string[]): Make =>
  (whose) => {
    const body = chatBody(whose, 'odd line');
    const headers = [...usual(whose), `Content-Length: ${String(body.length)}`, ...lines];
    return text(`POST ${whose.path} HTTP/1.1`, headers, body) + hidden(whose);
  };

const chunked = (...pieces: readonly string[]): Make =>
  posted(['Transfer-Encoding: chunked'], (whose) => pieces.join('') + hidden(whose));

const LENGTHS: Readonly<Record<string, Make>> = {
  'a length and chunks': posted(
    (length) => [`Content-Length: ${String(length + 5)}`, 'Transfer-Encoding: chunked'],
    (whose) => `0\r\n\r\n${hidden(whose)}`,
  ),
  'chunks and a length': posted(
    (length) => ['Transfer-Encoding: chunked', `Content-Length: ${String(length)}`],
    (whose) => `0\r\n\r\n${hidden(whose)}`,
  ),
  'two lengths that differ': posted((length) => [`Content-Length: ${String(length)}`, 'Content-Length: 0']),
  'two lengths that differ, the first one shorter': posted((length) => [
    'Content-Length: 0',
    `Content-Length: ${String(length)}`,
  ]),
  'a list of lengths': posted((length) => [`Content-Length: 0, ${String(length)}`]),
  'a negative length': posted(['Content-Length: -1']),
  'a length with a sign': posted((length) => [`Content-Length: +${String(length)}`]),
  'a hexadecimal length': posted((length) => [`Content-Length: 0x${length.toString(16)}`]),
  'a fractional length': posted((length) => [`Content-Length: ${String(length)}.0`]),
  'a length with an exponent': posted(['Content-Length: 1e1']),
  'a length beyond 64 bits': posted(['Content-Length: 18446744073709551616']),
  'no number for a length': posted(['Content-Length: ']),
  'a length of two words': posted((length) => [`Content-Length: ${String(length)} 0`]),
  'a space before the colon of the length': posted((length) => [`Content-Length : ${String(length)}`]),
};

const CODINGS: Readonly<Record<string, Make>> = {
  'a coding that ends in chunked': posted(
    ['Transfer-Encoding: xchunked'],
    (whose) => `0\r\n\r\n${hidden(whose)}`,
  ),
  'chunked that is not the last coding': posted(
    ['Transfer-Encoding: chunked, identity'],
    (whose) => `0\r\n\r\n${hidden(whose)}`,
  ),
  'chunked twice': posted(['Transfer-Encoding: chunked, chunked'], (whose) => `0\r\n\r\n${hidden(whose)}`),
  'a space before the colon of the coding': posted(
    ['Transfer-Encoding : chunked'],
    (whose) => `0\r\n\r\n${hidden(whose)}`,
  ),
  'a coding on a line of its own': posted(
    ['Transfer-Encoding:', ' chunked'],
    (whose) => `0\r\n\r\n${hidden(whose)}`,
  ),
  'a coding behind a control character': posted(
    ['Transfer-Encoding: \u000bchunked'],
    (whose) => `0\r\n\r\n${hidden(whose)}`,
  ),
  'chunks in HTTP/1.0': (whose) =>
    text(
      `POST ${whose.path} HTTP/1.0`,
      [...usual(whose), 'Connection: keep-alive', 'Transfer-Encoding: chunked'],
      `0\r\n\r\n${hidden(whose)}`,
    ),
  'a coding in quotes': posted(['Transfer-Encoding: "chunked"'], (whose) => `0\r\n\r\n${hidden(whose)}`),
};

const CHUNKS: Readonly<Record<string, Make>> = {
  'a chunk size that is none': chunked('g\r\n{}\r\n0\r\n\r\n'),
  'a negative chunk size': chunked('-2\r\n{}\r\n0\r\n\r\n'),
  'a chunk size with a sign': chunked('+2\r\n{}\r\n0\r\n\r\n'),
  'a chunk size with 0x': chunked('0x2\r\n{}\r\n0\r\n\r\n'),
  'a chunk size beyond 64 bits': chunked('10000000000000002\r\n{}\r\n0\r\n\r\n'),
  'an empty chunk size': chunked('\r\n{}\r\n0\r\n\r\n'),
  'a chunk longer than it says': chunked('2\r\n{}xx\r\n0\r\n\r\n'),
  'a chunk that ends with LF alone': chunked('2\r\n{}\n0\r\n\r\n'),
  'a chunk size that ends with LF alone': chunked('2\n{}\r\n0\r\n\r\n'),
  'a chunk size that ends with CR alone': chunked('2\r{}\r\n0\r\n\r\n'),
  'a NUL in a chunk extension': chunked('2;a=\0\r\n{}\r\n0\r\n\r\n'),
};

const LINES: Readonly<Record<string, Make>> = {
  'a header that goes on in the next line': withLine('X-Folded: one', ' two'),
  'a header that goes on after a tab': withLine('X-Folded: one', '\ttwo'),
  'a header without a colon': withLine('X-Nothing'),
  'a header without a name': withLine(': nothing'),
  'a space in a header’s name': withLine('X Spaced: one'),
  'a space before a header’s colon': withLine('X-Spaced : one'),
  'a NUL in a header': withLine('X-Odd: a\0b'),
  'a NUL in a header’s name': withLine('X-\0Odd: a'),
  'CR alone in a header': withLine('X-Odd: a\rX-Hidden: b'),
  'a header with a control character': withLine('X-Odd: a\u0001b'),
  'a parenthesis in a header’s name': withLine('X-Odd(1): a'),
  'LF alone at the ends of lines': (whose) => {
    const body = chatBody(whose, 'bare');
    const headers = [...usual(whose), `Content-Length: ${String(body.length)}`];
    return text(`POST ${whose.path} HTTP/1.1`, headers, body, '\n') + hidden(whose);
  },
  'CR alone at the ends of lines': (whose) =>
    text(`POST ${whose.path} HTTP/1.1`, [...usual(whose), 'Content-Length: 0'], '', '\r') + hidden(whose),
  'no host': (whose) =>
    text(`POST ${whose.path} HTTP/1.1`, [...usual(whose).slice(1), 'Content-Length: 2'], '{}') +
    hidden(whose),
  'two hosts': withLine('Host: back.test'),
  'a head beyond all bounds': withLine(`X-Long: ${'a'.repeat(80_000)}`),
  'more headers than anybody has': withLine(...Array.from({ length: 20_000 }, (_, n) => `X-${String(n)}: a`)),
};

const FIRST_LINES: Readonly<Record<string, Make>> = {
  'no version': begun((path) => `POST ${path}`),
  'version 0.9': begun((path) => `POST ${path} HTTP/0.9`),
  'version 1.2': begun((path) => `POST ${path} HTTP/1.2`),
  'version 11.1': begun((path) => `POST ${path} HTTP/11.1`),
  'another protocol': begun((path) => `POST ${path} HTCPCP/1.0`),
  'a method in lower case': begun((path) => `post ${path} HTTP/1.1`),
  'a method that nobody knows': begun((path) => `SMUGGLE ${path} HTTP/1.1`),
  'a space before the method': begun((path) => ` POST ${path} HTTP/1.1`),
  'a tab for a space': begun((path) => `POST\t${path} HTTP/1.1`),
  'a NUL in the path': begun((path) => `POST ${path}\0 HTTP/1.1`),
  'CR in the path': begun((path) => `POST ${path}\r HTTP/1.1`),
  'no path': begun(() => 'POST  HTTP/1.1'),
  'a path beyond all bounds': begun((path) => `POST ${path}?${'a'.repeat(80_000)} HTTP/1.1`),
  'the beginning of TLS': () => Buffer.from('16030100c8010000c40303', 'hex'),
  'the beginning of HTTP/2 in the middle of HTTP/1.1': (whose) =>
    `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${hidden(whose)}`,
};

/** What no proxy may take for a request, or for another one than its replica would. */
export const MALFORMED: Readonly<Record<string, Make>> = {
  ...LENGTHS,
  ...CODINGS,
  ...CHUNKS,
  ...LINES,
  ...FIRST_LINES,
};
