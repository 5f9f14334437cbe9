import type { LlamaContextSequence } from 'node-llama-cpp';
import { contextExceeded } from './api-error.ts';
import { generate, type Outcome } from './generate.ts';
import type { LanguageModel, Prompt } from './language-model.ts';
import { Metrics } from './metrics.ts';
import type { Message, Sampling } from './requests.ts';
import { Slots } from './slots.ts';

/** Takes the text of an answer as it comes; a promise holds the generation back until the reader has caught up. */
export interface Reader {
  readonly signal: AbortSignal;
  /** A slot is ours: the answer begins. */
  begun(): void | Promise<void>;
  text(index: number, text: string): void | Promise<void>;
  ended(index: number, outcome: Outcome): void | Promise<void>;
}

/** The model behind its slots: bounded waiting, counted work. */
export class Engine {
  readonly model: LanguageModel;
  private readonly metrics = new Metrics();
  private readonly slots: Slots<LlamaContextSequence>;
  private readonly embedding: Slots<{ readonly kind: 'embedding' }>;

  constructor(model: LanguageModel, queueLimit: number) {
    this.model = model;
    this.slots = new Slots(model.sequences, queueLimit);
    this.embedding = new Slots([{ kind: 'embedding' }], queueLimit);
  }

  metricsText(): string {
    return this.metrics.text({
      processing: this.slots.busy + this.embedding.busy,
      deferred: this.slots.waiting + this.embedding.waiting,
    });
  }

  chatPrompt(messages: readonly Message[]): Prompt {
    return this.fitting('messages', this.model.chatPrompt(messages));
  }

  textPrompt(text: string): Prompt {
    return this.fitting('prompt', this.model.textPrompt(text));
  }

  /** Answers the prompts one after the other in one slot. */
  answer(prompts: readonly Prompt[], sampling: Sampling, reader: Reader): Promise<void> {
    return this.slots.use(reader.signal, async (sequence) => {
      await reader.begun();
      for (const [index, prompt] of prompts.entries()) {
        const outcome = await generate(sequence, { prompt, sampling, signal: reader.signal }, (text) =>
          reader.text(index, text),
        );
        this.count(prompt, outcome);
        await reader.ended(index, outcome);
      }
    });
  }

  /** One vector per input, each of length 1, and how many tokens they took. */
  embed(
    inputs: readonly string[],
    signal: AbortSignal,
  ): Promise<{ vectors: readonly (readonly number[])[]; tokens: number }> {
    return this.embedding.use(signal, async () => {
      const startedMs = performance.now();
      const embedder = await this.model.embedder();
      const vectors: (readonly number[])[] = [];
      let tokens = 0;
      for (const input of inputs) {
        signal.throwIfAborted();
        const length = embedder.calculateInputLength(input);
        if (length >= this.model.slotTokens) throw contextExceeded('input', length, this.model.slotTokens);
        tokens += length;
        vectors.push(unit((await embedder.getEmbeddingFor(input)).vector));
      }
      this.metrics.evaluated(tokens, (performance.now() - startedMs) / 1000);
      return { vectors, tokens };
    });
  }

  private count(prompt: Prompt, outcome: Outcome): void {
    this.metrics.evaluated(prompt.tokens.length, outcome.promptSeconds);
    this.metrics.generated(outcome.completionTokens, outcome.generationSeconds);
  }

  /** An answer of one token must fit behind the prompt. */
  private fitting(param: string, prompt: Prompt): Prompt {
    const { slotTokens } = this.model;
    if (prompt.tokens.length + 2 > slotTokens) throw contextExceeded(param, prompt.tokens.length, slotTokens);
    return prompt;
  }
}

/** As OpenAI's embeddings are, so that a dot product is the cosine. */
const unit = (vector: readonly number[]): readonly number[] => {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
};
