import type { Framework, Quantization } from '../framework.ts';
import { quantizationOf } from '../compatibility.ts';
import { type ModelSize, bytesOfWeights } from './model-size.ts';

export interface Warning {
  readonly code: string;
  readonly message: string;
}

export interface Weights {
  readonly bytes: number;
  /** What the engine is told, or sees. */
  readonly quantization: string | null;
  readonly warnings: readonly Warning[];
}

/** Weights as they are, made smaller: ordinary ones only; what is quantized already is not quantized again. */
export const bytesIn = (model: ModelSize, { bitsPerWeight }: Quantization): number => {
  const made = bytesOfWeights(model.parameters, model.embeddingParameters, bitsPerWeight);
  return model.quantization === null ? Math.min(model.weightsBytes, made) : model.weightsBytes;
};

const asTheyAre = (model: ModelSize, ...warnings: Warning[]): Weights => ({
  bytes: model.weightsBytes,
  quantization: model.quantization,
  warnings,
});

const otherWeights = (model: ModelSize, asked: string): Warning => ({
  code: 'other_weights_needed',
  message:
    model.quantization === null
      ? `${asked} needs weights that were made so, and these are ordinary ones: name a model with ${asked} weights.`
      : `The weights are quantized already (${model.quantization}), and not with ${asked}.`,
});

/** What is loaded when a quantization is asked for. */
export const weightsIn = (model: ModelSize, framework: Framework, asked: string | null): Weights => {
  const chosen = quantizationOf(framework, asked);
  if (chosen === null || model.quantization === chosen.id) return asTheyAre(model);
  if (model.quantization !== null) return asTheyAre(model, otherWeights(model, chosen.id));
  const warnings =
    chosen.atLoad || framework.quantization?.argument === null ? [] : [otherWeights(model, chosen.id)];
  return { bytes: bytesIn(model, chosen), quantization: chosen.id, warnings };
};
