import type { LlamaContextSequence, LlamaModel, SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import type { FinishReason } from './answers.ts';
import type { Prompt } from './language-model.ts';
import type { Sampling } from './requests.ts';
import { StopFilter } from './stop-filter.ts';

export interface Outcome {
  readonly reason: FinishReason;
  readonly completionTokens: number;
  readonly promptSeconds: number;
  readonly generationSeconds: number;
}

/** How far back the penalties look, as in llama.cpp's own server. */
const PENALTY_WINDOW = 64;
/** A character takes at most four tokens of one byte each; more means that the bytes are no character. */
const MAX_PENDING_TOKENS = 4;
const REPLACEMENT = '\ufffd';
/** Some vocabularies space a token by the ones before it. */
const SPACING_WINDOW = 4;

const evaluateOptions = (sampling: Sampling, generated: readonly Token[]): SequenceEvaluateOptions => {
  const { repetitionPenalty, frequencyPenalty, presencePenalty } = sampling;
  const penalised = repetitionPenalty !== 1 || frequencyPenalty !== 0 || presencePenalty !== 0;
  return {
    temperature: sampling.temperature,
    topP: sampling.topP,
    topK: sampling.topK,
    seed: sampling.seed ?? Math.floor(Math.random() * 2 ** 32),
    ...(penalised && {
      repeatPenalty: {
        punishTokens: () => generated.slice(-PENALTY_WINDOW),
        maxPunishTokens: PENALTY_WINDOW,
        penalty: repetitionPenalty,
        frequencyPenalty,
        presencePenalty,
      },
    }),
  };
};

/** Turns tokens into text, keeping back those that are only part of a character. */
class Decoder {
  private readonly model: LlamaModel;
  private before: Token[] = [];
  private pending: Token[] = [];

  constructor(model: LlamaModel) {
    this.model = model;
  }

  push(token: Token): string {
    this.pending.push(token);
    const text = this.model.detokenize(this.pending, false, this.before);
    if (text.endsWith(REPLACEMENT) && this.pending.length < MAX_PENDING_TOKENS) return '';
    this.before = [...this.before, ...this.pending].slice(-SPACING_WINDOW);
    this.pending = [];
    return text;
  }
}

/** Keeps what the slot has in common with the prompt, and answers the tokens that are still to be evaluated. */
const prepare = async (sequence: LlamaContextSequence, tokens: readonly Token[]): Promise<Token[]> => {
  // The last one is always evaluated again: its logits are the first token of the answer.
  await sequence.adaptStateToTokens(tokens.slice(0, -1), false);
  return tokens.slice(sequence.nextTokenIndex);
};

const seconds = (sinceMs: number): number => (performance.now() - sinceMs) / 1000;

interface Work {
  readonly prompt: Prompt;
  readonly sampling: Sampling;
  readonly signal: AbortSignal;
}

/**
 * Continues the prompt in a slot, handing text on as it becomes certain. Rejects with the signal's reason when the
 * caller has gone; the prompt must leave room for one token at least.
 */
export const generate = async (
  sequence: LlamaContextSequence,
  { prompt, sampling, signal }: Work,
  emit: (text: string) => void | Promise<void>,
): Promise<Outcome> => {
  const startedMs = performance.now();
  const room = sequence.contextSize - prompt.tokens.length - 1;
  const limit = Math.min(sampling.maxTokens ?? room, room);
  const decoder = new Decoder(sequence.model);
  const filter = new StopFilter([...prompt.stopTexts, ...sampling.stop]);
  const generated: Token[] = [];
  let reason: FinishReason = 'stop';
  let promptSeconds = 0;
  const evaluated = await prepare(sequence, prompt.tokens);
  for await (const token of sequence.evaluate(evaluated, evaluateOptions(sampling, generated))) {
    signal.throwIfAborted();
    if (prompt.stopTokens.has(token)) break;
    if (generated.push(token) === 1) promptSeconds = seconds(startedMs);
    const text = filter.push(decoder.push(token));
    if (text !== '') await emit(text);
    if (filter.stopped) break;
    if (generated.length < limit) continue;
    reason = 'length';
    break;
  }
  const rest = filter.flush();
  if (rest !== '') await emit(rest);
  return {
    reason,
    completionTokens: generated.length,
    promptSeconds,
    generationSeconds: Math.max(0, seconds(startedMs) - promptSeconds),
  };
};
