import { setTimeout as pause } from 'node:timers/promises';
import type { Platform } from '../platform.ts';

export type Asked = Readonly<{
  id: string;
  /** How many words its answer must have: each has another number, so that answers cannot be mixed up unseen. */
  words: number;
}>;

/** As much of an asynchronous request as is looked at. */
export type Invocation = Readonly<{
  id: string;
  state: string;
  attempts: number;
  deadLetter: boolean;
  result?: { usage: { completion_tokens: number } };
}>;

const OVER = new Set(['succeeded', 'failed', 'cancelled']);
const LIMIT_MS = 10_000;

/** Asks again and again, one after the other, until it is told to stop; keeps those that were accepted. */
export class Asking {
  readonly accepted: Asked[] = [];
  /** Asked and not accepted: nothing is promised of them. */
  refused = 0;
  private readonly platform: Platform;
  private readonly endpointId: string;
  private readonly everyMs: number;
  private readonly running: Promise<void>;
  private stopped = false;

  constructor(platform: Platform, endpointId: string, everyMs: number) {
    this.platform = platform;
    this.endpointId = endpointId;
    this.everyMs = everyMs;
    this.running = this.run();
  }

  async stop(): Promise<readonly Asked[]> {
    this.stopped = true;
    await this.running;
    return this.accepted;
  }

  private async run(): Promise<void> {
    for (let words = 1; !this.stopped; words++) {
      const id = await this.ask(words).catch(() => undefined);
      if (id === undefined) this.refused++;
      else this.accepted.push({ id, words });
      await pause(this.everyMs);
    }
  }

  private async ask(words: number): Promise<string | undefined> {
    const answer = await fetch(`${this.platform.url}/api/d/${this.endpointId}/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.platform.token}`,
        'content-type': 'application/json',
        prefer: 'respond-async',
      },
      body: JSON.stringify({ max_tokens: words, messages: [{ role: 'user', content: 'later' }] }),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    const body = (await answer.json()) as { request_id: string };
    return answer.status === 202 ? body.request_id : undefined;
  }
}

export const invocation = (platform: Platform, endpointId: string, id: string): Promise<Invocation> =>
  platform.get<Invocation>(`/api/d/${endpointId}/requests/${id}`);

/** Resolves when it has ended, however. */
export const ended = async (
  platform: Platform,
  endpointId: string,
  id: string,
  untilMs: number,
): Promise<Invocation> => {
  for (;;) {
    const seen = await invocation(platform, endpointId, id);
    if (OVER.has(seen.state)) return seen;
    if (performance.now() > untilMs) throw new Error(`${id} is still ${seen.state}`);
    await pause(500);
  }
};
