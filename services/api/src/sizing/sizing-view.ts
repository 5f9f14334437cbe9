import type { HardwareFit, Hint } from '@tidegate/frameworks';
import { z } from 'zod';

const ArgumentValues = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export const SizedHardware = z.object({
  hardwareId: z.string(),
  fits: z.boolean(),
  /** GPUs that share each layer; null: the framework shares in another way, or there is nothing to share. */
  tensorParallel: z.int().nullable(),
  /** Of what can be used; above 100 it does not fit. Null: it is out of the question. */
  utilisationPercent: z.int().nullable(),
  /** On each GPU, or in the machine’s memory when it has none; null: it is out of the question. */
  neededMib: z.int().nullable(),
  usableMib: z.int(),
  priceNanoUsdPerHour: z.string(),
  /** Why it fits, or why it does not. */
  message: z.string(),
  /** What the engine must be told on it; what a user says goes before. */
  engineArguments: ArgumentValues,
});
export type SizedHardware = z.infer<typeof SizedHardware>;

export const SizingView = z.object({
  model: z.string(),
  /** The one that was asked for, or that serves such a model; null: none is known for it. */
  framework: z.string().nullable(),
  /** Where the size is known from. `nothing-to-load`: the framework needs no weights. `unknown`: from nowhere. */
  source: z.enum(['safetensors', 'gguf', 'name', 'nothing-to-load', 'unknown']),
  confidence: z.enum(['exact', 'high', 'medium', 'low', 'none']),
  parameters: z.number().nullable(),
  /** Used for one token, where not all are. */
  activeParameters: z.number().nullable(),
  quantization: z.string().nullable(),
  bitsPerWeight: z.number().nullable(),
  weightsMib: z.int().nullable(),
  kvCacheMib: z.int().nullable(),
  /** Of each request. */
  contextTokens: z.int().nullable(),
  /** What the model was made for. */
  modelContextTokens: z.int().nullable(),
  /** Requests whose whole context fits at the same time. */
  concurrency: z.int(),
  diskMib: z.int().nullable(),
  /** The cheapest that fits; null: none does, or nothing is known. */
  recommended: SizedHardware.nullable(),
  /** All that counts: those that fit first, by price; spot hardware only where it was asked for. Empty when nothing is known. */
  hardware: z.array(SizedHardware),
  /** What would fit on less. */
  hints: z.array(
    z.object({
      kind: z.enum(['quantization', 'context', 'both']),
      message: z.string(),
      hardwareId: z.string(),
      quantization: z.string().nullable(),
      contextTokens: z.int().nullable(),
    }),
  ),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  explanation: z.string(),
});
export type SizingView = z.infer<typeof SizingView>;
export type SizingWarning = SizingView['warnings'][number];

export const fitView = (fit: HardwareFit): SizedHardware => ({
  ...fit,
  engineArguments: { ...fit.engineArguments },
  priceNanoUsdPerHour: String(fit.priceNanoUsdPerHour),
});

export const hintView = (hint: Hint): SizingView['hints'][number] => ({ ...hint });
