import { setTimeout as pause } from 'node:timers/promises';
import type { Platform } from './platform.ts';

const EVERY_MS = 60;
const STREAMS_EVERY = 4;
const MESSAGES = [{ role: 'user' as const, content: 'hello' }];

/** A steady caller: one call after the other, every fourth a stream, until stopped. Bounded by the length of its test. */
export class Traffic {
  private readonly platform: Platform;
  private readonly model: string;
  private readonly running: Promise<void>;
  private stopped = false;
  private answers = 0;
  private failures: string[] = [];

  constructor(platform: Platform, model: string) {
    this.platform = platform;
    this.model = model;
    this.running = this.run();
  }

  /** From here on answers and failures count anew. */
  mark(): void {
    this.answers = 0;
    this.failures = [];
  }

  sinceMark(): { answers: number; failures: readonly string[] } {
    return { answers: this.answers, failures: this.failures };
  }

  private async call(): Promise<void> {
    const completions = this.platform.openai().chat.completions;
    const answer = await completions.create({ model: this.model, messages: MESSAGES });
    if (!answer.choices[0]?.message.content) throw new Error('an empty answer');
  }

  private async stream(): Promise<void> {
    const completions = this.platform.openai().chat.completions;
    const reasons: (string | null | undefined)[] = [];
    for await (const chunk of await completions.create({
      model: this.model,
      messages: MESSAGES,
      stream: true,
    }))
      reasons.push(chunk.choices[0]?.finish_reason);
    if (!reasons.some((reason) => reason === 'stop' || reason === 'length'))
      throw new Error('a stream that was cut');
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    for (let n = 0; !this.stopped; n++) {
      await (n % STREAMS_EVERY === 0 ? this.stream() : this.call()).then(
        () => this.answers++,
        (error: unknown) => this.failures.push(`${new Date().toISOString()} ${String(error)}`),
      );
      await pause(EVERY_MS);
    }
  }
}
