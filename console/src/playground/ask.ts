import type { Call } from '../endpoint/snippets.ts';
import { type Answer, NOTHING_YET, failureOf, parsed, takeStream, takeWhole } from './answer.ts';
import { type Timing, timingOf } from './measures.ts';
import { forgetToken, inferenceToken } from './token.ts';

export type Asked = Readonly<{
  state: 'waiting' | 'answering' | 'done' | 'stopped' | 'failed';
  /** The gateway said that it waits for a replica, and the call is made again. */
  isWaking: boolean;
  status: number | null;
  requestId: string | null;
  replicaId: string | null;
  timing: Timing | null;
  contentType: string;
  answer: Answer;
  /** As it came, shortened. */
  raw: string;
  bytes: number;
  firstTokenMs: number | null;
  totalMs: number;
}>;

export const JUST_ASKED: Asked = {
  state: 'waiting',
  isWaking: false,
  status: null,
  requestId: null,
  replicaId: null,
  timing: null,
  contentType: '',
  answer: NOTHING_YET,
  raw: '',
  bytes: 0,
  firstTokenMs: null,
  totalMs: 0,
};

const [TOKEN_TRIES, TOKEN_WAIT_MS, WAKE_WAIT_MS, WAKE_TRIES] = [6, 200, 2_000, 20];
const RAW_LIMIT = 2_000_000;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(new DOMException('stopped', 'AbortError'));
      },
      { once: true },
    );
  });

const send = async (call: Call, signal: AbortSignal): Promise<Response> => {
  const authorization = call.isPublic ? null : `Bearer ${await inferenceToken()}`;
  return fetch(call.path === '' ? call.url : `${call.url}/${call.path}`, {
    method: call.method,
    credentials: 'omit',
    headers: {
      ...(authorization !== null && { authorization }),
      ...(call.body !== null && { 'content-type': 'application/json' }),
    },
    ...(call.body !== null && { body: JSON.stringify(call.body) }),
    signal,
  });
};

/** A fresh token may not be known yet, and a sleeping endpoint may take longer to wake than one call may wait. */
const answered = async (call: Call, signal: AbortSignal, waking: () => void): Promise<Response> => {
  let wakes = 0;
  for (let unknown = 0; ;) {
    const response = await send(call, signal);
    if (response.status === 401 && !call.isPublic && ++unknown < TOKEN_TRIES) {
      if (unknown === TOKEN_TRIES - 1) forgetToken();
      await pause(TOKEN_WAIT_MS, signal);
    } else if (response.headers.get('x-should-retry') === 'true' && ++wakes < WAKE_TRIES) {
      waking();
      await response.body?.cancel();
      await pause(Number(response.headers.get('retry-after-ms')) || WAKE_WAIT_MS, signal);
    } else return response;
  }
};

type Say = (more: Partial<Asked>) => void;
type Talk = Readonly<{ now: () => Asked; say: Say; elapsedMs: () => number }>;

const talkOf = (tell: (asked: Asked) => void): Talk => {
  const sentAt = performance.now();
  let asked = JUST_ASKED;
  const elapsedMs = (): number => performance.now() - sentAt;
  const say = (more: Partial<Asked>): void => {
    asked = { ...asked, ...more, totalMs: elapsedMs() };
    tell(asked);
  };
  return { now: () => asked, say, elapsedMs };
};

/** Takes the body as it comes. */
const listen = async (
  response: Response,
  isStream: boolean,
  { now, say, elapsedMs }: Talk,
): Promise<void> => {
  const decoder = new TextDecoder();
  for await (const bytes of piecesOf(response)) {
    const before = now();
    const text = decoder.decode(bytes, { stream: true });
    const answer = isStream ? takeStream(before.answer, text) : before.answer;
    const isFirst = before.firstTokenMs === null && (!isStream || answer.text !== '');
    say({
      raw: before.raw.length < RAW_LIMIT ? before.raw + text : before.raw,
      answer,
      bytes: before.bytes + bytes.length,
      ...(isFirst && { firstTokenMs: elapsedMs() }),
    });
  }
};

const endOf = (response: Response, isStream: boolean, { answer: before, raw }: Asked): Partial<Asked> => {
  const answer = isStream ? takeStream(before, '\n') : takeWhole(raw);
  const refused = response.ok ? null : (failureOf(parsed(raw)) ?? unsaid(response));
  const failure = answer.failure ?? refused;
  return { answer: { ...answer, failure }, state: failure ? 'failed' : 'done' };
};

/** Calls an endpoint and tells what came of it, again with each piece. */
export const ask = async (call: Call, signal: AbortSignal, tell: (asked: Asked) => void): Promise<void> => {
  const talk = talkOf(tell);
  try {
    const response = await answered(call, signal, () => talk.say({ isWaking: true }));
    const contentType = response.headers.get('content-type') ?? '';
    const isStream = contentType.startsWith('text/event-stream');
    talk.say({ ...headOf(response), contentType, state: 'answering', isWaking: false });
    await listen(response, isStream, talk);
    talk.say(endOf(response, isStream, talk.now()));
  } catch (error) {
    if (signal.aborted) talk.say({ state: 'stopped' });
    else talk.say({ state: 'failed', answer: { ...talk.now().answer, failure: brokenBy(error) } });
  }
};

const unsaid = ({ status }: Response) => ({ message: `It answered ${status}.`, code: null });
const brokenBy = (error: unknown) => ({
  message: error instanceof Error ? error.message : 'The connection broke.',
  code: null,
});

const headOf = ({ status, headers }: Response): Partial<Asked> => ({
  status,
  requestId: headers.get('x-request-id'),
  replicaId: headers.get('x-tidegate-replica') || null,
  timing: timingOf(headers.get('server-timing')),
});

async function* piecesOf({ body }: Response): AsyncGenerator<Uint8Array, void> {
  const reader = body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}
