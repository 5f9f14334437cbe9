import {
  type ModelSize,
  fromGguf,
  fromSafetensors,
  leastSure,
  parametersFromName,
} from '@tidegate/frameworks';
import type { HubAnswer } from '../models/hub-answer.ts';
import type { SizingWarning } from './sizing-view.ts';

/** What is known of a model, and what its owner should know about how it is known. */
export type KnownModel = Readonly<{ size: ModelSize | null; warnings: readonly SizingWarning[] }>;

type Found = Extract<HubAnswer, { kind: 'found' }>;

const countedSize = (model: string, found: Found, named: ModelSize | null): ModelSize | null => {
  const { parameters, files } = found.model;
  if (parameters === null) return null;
  const weights = files.filter(({ name }) => /^[^/]*\.safetensors$/i.test(name));
  const filesBytes = weights.reduce((sum, { bytes }) => sum + bytes, 0);
  return fromSafetensors({
    model,
    parameters,
    config: found.config,
    filesBytes: filesBytes > 0 ? filesBytes : null,
    named,
  });
};

const ggufSize = (
  { model: { gguf, files } }: Found,
  quantization: string | null,
  named: ModelSize | null,
): ModelSize | null =>
  gguf && fromGguf({ ...gguf, files, quantization: quantization ?? named?.quantization ?? null, named });

const warning = (code: string, message: string): SizingWarning[] => [{ code, message }];

/** Why the name had to do. */
const why = (answer: HubAnswer | null): SizingWarning[] => {
  switch (answer?.kind) {
    case undefined:
      return [];
    case 'found':
      return warning(
        'size_not_counted',
        'The hub has not counted its weights: only its name tells its size.',
      );
    case 'missing':
      return warning(
        'model_not_found',
        'The hub has no such model, or it is private: only its name tells its size.',
      );
    case 'refused':
      return warning(
        'gated_model',
        'The hub shows this model to those who have access: only its name tells its size.',
      );
    case 'unknown':
      return warning('hub_unreachable', `Only its name tells its size: ${answer.why}.`);
  }
};

const gated = (answer: HubAnswer | null): SizingWarning[] =>
  answer?.kind === 'found' && !answer.isReadable
    ? warning(
        'gated_model',
        'Its files are for those who have access: give HF_TOKEN as a secret of the endpoint.',
      )
    : [];

/** A name says how large a model is at best nearly. */
const unsure = (named: ModelSize): ModelSize => ({
  ...named,
  confidence: leastSure(named.confidence, 'medium'),
});

/**
 * What a model is: by what the hub counted, else by its name.
 * @param answer null: the hub is not asked, because the weights come from elsewhere
 */
export const knownModel = (
  model: string,
  quantization: string | null,
  answer: HubAnswer | null,
): KnownModel => {
  const named = parametersFromName(model, quantization);
  const counted =
    answer?.kind === 'found'
      ? (ggufSize(answer, quantization, named) ?? countedSize(model, answer, named))
      : null;
  if (counted) return { size: counted, warnings: gated(answer) };
  return { size: named && unsure(named), warnings: why(answer) };
};

const FRAMEWORK_OF_TASK: Readonly<Record<string, string>> = {
  'text-generation': 'vllm',
  'image-text-to-text': 'vllm',
  'feature-extraction': 'tei',
  'sentence-similarity': 'tei',
  'text-to-image': 'pytorch',
  'automatic-speech-recognition': 'pytorch',
  'text-to-speech': 'pytorch',
};

/** The framework that serves such a model when its owner names none. */
export const frameworkOfModel = (model: string, answer: HubAnswer | null): string => {
  const found = answer?.kind === 'found' ? answer.model : null;
  if (found?.gguf || /gguf/i.test(model)) return 'llama.cpp';
  return FRAMEWORK_OF_TASK[found?.task ?? ''] ?? 'vllm';
};
