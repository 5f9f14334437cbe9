import type { Api } from './api.ts';
import { endpointIdOf } from './endpoints.ts';
import { Failed, Interrupted } from './exits.ts';
import { asked } from './pages.ts';

export type Line = Readonly<{
  cursor: string;
  replicaId: string | null;
  at: string;
  stream: string;
  severity: string;
  text: string;
}>;

export type Wanted = Readonly<{
  tail: string;
  since?: string;
  until?: string;
  search?: string;
  regex?: boolean;
  ignoreCase?: boolean;
  replica?: string;
  previous?: boolean;
  severity?: string;
  stream?: string;
  trace?: string;
  request?: string;
}>;

/** Waits before it is tried again; a platform that stays away for longer is told. */
const PAUSES_MS = [200, 500, 1000, 2000, 4000, 8000, 8000, 8000];

/** What is there now, oldest first. */
export async function* lines(api: Api, endpoint: string, wanted: Wanted): AsyncGenerator<Line, void> {
  const path = `/v1/endpoints/${await endpointIdOf(api, endpoint)}/logs`;
  const query = { ...queryOf(wanted), format: 'ndjson', tail: wanted.tail };
  for await (const text of split(api.text(asked(path, query)), '\n'))
    if (text !== '') yield JSON.parse(text) as Line;
}

/** The newest, and from then on each as it comes: after a connection that broke off it goes on where it was. */
export async function* followed(
  api: Api,
  endpoint: string,
  wanted: Wanted,
  pause: (ms: number) => Promise<void>,
): AsyncGenerator<Line, void> {
  const path = `/v1/endpoints/${await endpointIdOf(api, endpoint)}/logs`;
  const query = { ...queryOf(wanted), follow: 'true' };
  let after: string | undefined;
  for (let failures = 0; ;) {
    // Where it goes on is told by the last line: how far back it begins is asked for once.
    const where = after === undefined ? { tail: wanted.tail } : { after, since: undefined };
    let broken: Failed;
    try {
      for await (const line of events(api, asked(path, { ...query, ...where }))) {
        after = line.cursor;
        failures = 0;
        yield line;
      }
      broken = new Failed(['The platform ended the stream again and again.', 'Try it again.']);
    } catch (error) {
      if (!(error instanceof Failed) || error.isRefusal) throw error;
      broken = error;
    }
    const waitMs = PAUSES_MS[failures++];
    if (waitMs === undefined) throw broken;
    await pause(waitMs);
    if (api.signal?.aborted) throw new Interrupted();
  }
}

const queryOf = (wanted: Wanted): Record<string, string | undefined> => ({
  since: wanted.since,
  until: wanted.until,
  q: wanted.search,
  regex: wanted.regex === true ? 'true' : undefined,
  case: wanted.ignoreCase === true ? 'false' : undefined,
  replica: wanted.replica,
  previous: wanted.previous === true ? 'true' : undefined,
  severity: wanted.severity,
  stream: wanted.stream,
  traceId: wanted.trace,
  requestId: wanted.request,
});

/** The lines among server-sent events; the others are signs of life. */
async function* events(api: Api, path: string): AsyncGenerator<Line, void> {
  for await (const event of split(api.text(path), '\n\n')) {
    const data = /^data: (.*)$/m.exec(event)?.[1];
    if (data !== undefined) yield JSON.parse(data) as Line;
  }
}

/** What lies between separators; what no separator ends is not whole. */
async function* split(texts: AsyncIterable<string>, separator: string): AsyncGenerator<string, void> {
  let rest = '';
  for await (const text of texts) {
    const parts = (rest + text).split(separator);
    rest = parts.pop() ?? '';
    yield* parts;
  }
}

/** A line for people. What a program wrote must not steer the terminal, but may have several lines and tabs. */
export const lineText = (
  { at, replicaId, text }: Line,
  { timestamps, replica }: Readonly<{ timestamps?: boolean; replica?: string }>,
): string =>
  [
    ...(timestamps === true ? [at] : []),
    ...(replica === undefined ? [replicaId ?? 'platform'.padEnd(17)] : []),
    plainText(text),
  ].join(' ') + '\n';

// eslint-disable-next-line no-control-regex -- the colours of terminals
const COLOURS = /\u001b\[[\d;]{0,30}[A-Za-z]/g;
const plainText = (text: string): string =>
  text.replace(COLOURS, '').replace(/(?![\t\n])[\p{Cc}\p{Cf}]/gu, '\ufffd');
