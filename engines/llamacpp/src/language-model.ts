import type {
  ChatHistoryItem,
  ChatWrapper,
  LlamaContextSequence,
  LlamaEmbeddingContext,
  LlamaModel,
  LlamaText,
  Token,
} from 'node-llama-cpp';
import type * as library from 'node-llama-cpp';
import type { Flags } from './flags.ts';
import type { Message } from './requests.ts';

/** Tokens to continue, and what ends the answer besides the model's own end tokens. */
export interface Prompt {
  readonly tokens: readonly Token[];
  readonly stopTokens: ReadonlySet<Token>;
  readonly stopTexts: readonly string[];
}

export interface LanguageModel {
  readonly name: string;
  readonly description: string;
  /** What one slot holds: prompt and answer together. */
  readonly slotTokens: number;
  readonly sequences: readonly LlamaContextSequence[];
  chatPrompt(messages: readonly Message[]): Prompt;
  textPrompt(text: string): Prompt;
  /** One at a time: llama.cpp keeps a second, separate context for embeddings, made when first asked for. */
  embedder(): Promise<LlamaEmbeddingContext>;
}

export type Library = typeof library;

const historyItem = ({ role, text }: Message): ChatHistoryItem => {
  switch (role) {
    case 'system':
      return { type: 'system', text };
    case 'user':
      return { type: 'user', text };
    case 'assistant':
      return { type: 'model', response: [text] };
  }
};

/**
 * The model's own template, taken as it is: looking for a specialised wrapper that behaves the same takes the library
 * a second, and only function calls, which this engine refuses, would differ.
 */
const chatWrapperOf = (library: Library, model: LlamaModel): ChatWrapper => {
  const template = model.fileInfo.metadata.tokenizer.chat_template;
  if (template === undefined) return library.resolveChatWrapper(model);
  return new library.JinjaTemplateChatWrapper({
    template,
    tokenizer: model.tokenizer,
    functionCallMessageTemplate: 'noJinja',
  });
};

/** The template's own ends of a turn: a single token is compared as such, since its text may never be printed. */
const stopsOf = (
  triggers: readonly LlamaText[],
  model: LlamaModel,
): Pick<Prompt, 'stopTokens' | 'stopTexts'> => {
  const stopTokens = new Set<Token>();
  const stopTexts: string[] = [];
  for (const trigger of triggers) {
    const tokens = trigger.tokenize(model.tokenizer);
    if (tokens.length === 1) for (const token of tokens) stopTokens.add(token);
    else if (trigger.values.every((value) => typeof value === 'string')) stopTexts.push(trigger.toString());
  }
  return { stopTokens, stopTexts };
};

const chatPromptOf = (wrapper: ChatWrapper, model: LlamaModel, messages: readonly Message[]): Prompt => {
  const chatHistory: ChatHistoryItem[] = [...messages.map(historyItem), { type: 'model', response: [] }];
  const { contextText, stopGenerationTriggers } = wrapper.generateContextState({ chatHistory });
  return { tokens: contextText.tokenize(model.tokenizer), ...stopsOf(stopGenerationTriggers, model) };
};

const textPromptOf = (model: LlamaModel, text: string): Prompt => {
  const { bos, shouldPrependBosToken } = model.tokens;
  const tokens = model.tokenize(text);
  return {
    tokens: shouldPrependBosToken && bos !== null ? [bos, ...tokens] : tokens,
    stopTokens: new Set(),
    stopTexts: [],
  };
};

/** Loads the library, then the model. Rejects with the library's own reason when either cannot be. */
export const loadLanguageModel = async (flags: Flags, library: Library): Promise<LanguageModel> => {
  const { parallel, threads, batchTokens } = flags;
  const llama = await library.getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    maxThreads: threads,
    logLevel: library.LlamaLogLevel.error,
    logger: (level, message) => void process.stderr.write(`llama.cpp ${level}: ${message.trim()}\n`),
  });
  const model = await llama.loadModel({ modelPath: flags.modelPath });
  const slotTokens = Math.min(Math.floor(flags.contextTokens / parallel), model.trainContextSize);
  const context = await model.createContext({
    contextSize: slotTokens,
    sequences: parallel,
    batchSize: batchTokens,
    threads,
  });
  const wrapper = chatWrapperOf(library, model);
  let embedder: Promise<LlamaEmbeddingContext> | undefined;
  const { name = '', description = '' } = model.fileInfo.metadata.general;
  return {
    name,
    description,
    slotTokens: context.contextSize,
    sequences: Array.from({ length: parallel }, () => context.getSequence()),
    chatPrompt: (messages) => chatPromptOf(wrapper, model, messages),
    textPrompt: (text) => textPromptOf(model, text),
    embedder: () => (embedder ??= model.createEmbeddingContext({ contextSize: slotTokens, threads })),
  };
};
