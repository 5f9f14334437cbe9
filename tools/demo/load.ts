import { setTimeout as pause } from 'node:timers/promises';
import { eventsOf } from '@tidegate/sdk';

export type Target = Readonly<{ url: string; token: string; model: string }>;
export type Answer = Readonly<{ firstMs: number; totalMs: number; text: string }>;

/** One streamed answer, as any client of the OpenAI API gets it. */
export const ask = async (
  { url, token, model }: Target,
  question: string,
  signal: AbortSignal,
): Promise<Answer> => {
  const sentAt = performance.now();
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: question }] }),
    signal,
  });
  if (!response.ok || !response.body)
    throw new Error(`the call was answered ${response.status}: ${await response.text()}`);
  let [text, firstMs]: [string, number | null] = ['', null];
  for await (const { data } of eventsOf(response.body)) {
    if (data === '[DONE]') break;
    const piece = pieceIn(data);
    if (piece !== '') firstMs ??= performance.now() - sentAt;
    text += piece;
  }
  const totalMs = performance.now() - sentAt;
  return { firstMs: firstMs ?? totalMs, totalMs, text: text.trim() };
};

const pieceIn = (data: string): string => {
  const { choices = [] } = JSON.parse(data) as { choices?: { delta?: { content?: string | null } }[] };
  return choices[0]?.delta?.content ?? '';
};

export type Load = Readonly<{ answered: () => number; refused: () => number; stop: () => Promise<void> }>;

const AFTER_FAILURE_MS = 200;

/** So many callers who ask again as soon as they are answered. */
export const callers = (target: Target, count: number, signal: AbortSignal): Load => {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  let [answered, refused] = [0, 0];
  const call = async (nth: number): Promise<void> => {
    while (!either.aborted)
      try {
        await ask(target, QUESTIONS[nth % QUESTIONS.length] ?? '', either);
        answered++;
      } catch {
        refused += Number(!over.signal.aborted && !signal.aborted);
        // A caller who is turned away comes back.
        await pause(AFTER_FAILURE_MS, undefined, { signal: either }).catch(() => undefined);
      }
  };
  const calling = Array.from({ length: count }, (_, nth) => call(nth));
  const stop = async (): Promise<void> => {
    over.abort();
    await Promise.all(calling);
  };
  return { answered: () => answered, refused: () => refused, stop };
};

export const QUESTIONS = [
  'Why did it scale?',
  'What does it cost?',
  'How does it wake?',
  'What is a replica?',
] as const;
