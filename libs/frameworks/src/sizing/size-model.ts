import type { ArgumentValues } from '../argument.ts';
import type { DriverKind, Framework } from '../framework.ts';
import { type Hardware, HARDWARE, LASTING_HARDWARE } from '../hardware.ts';
import { NO_CACHE } from './attention.ts';
import { type ContextPlan, type ContextWish, cacheBytesPerElement, planContext } from './context-plan.ts';
import { type Hint, hintsFor } from './hints.ts';
import { MIB, type ModelSize, inWords } from './model-size.ts';
import { type SizingNeed, cacheBytes } from './need.ts';
import { type HardwareFit, diskMib, rankHardware } from './rank-hardware.ts';
import { type Warning, type Weights, weightsIn } from './requantized.ts';

export interface SizingQuestion extends ContextWish {
  readonly framework: Framework;
  readonly driver: DriverKind | null;
  readonly quantization: string | null;
  /** By hardware id; the catalogue’s where one is missing. */
  readonly prices: Readonly<Record<string, number>>;
  /** Spot hardware counts too: it is cheaper, so it is then what is recommended. Nobody gets it who did not ask for it. */
  readonly spot?: boolean;
}

export interface Sizing {
  readonly weightsMib: number;
  readonly kvCacheMib: number;
  readonly quantization: string | null;
  /** Over all weights. */
  readonly bitsPerWeight: number;
  readonly contextTokens: number;
  readonly concurrency: number;
  readonly diskMib: number;
  /** The cheapest that fits; null: none does. */
  readonly recommended: HardwareFit | null;
  /** All that counts: those that fit first, by price. */
  readonly hardware: readonly HardwareFit[];
  readonly hints: readonly Hint[];
  readonly warnings: readonly Warning[];
  /** One or two sentences. */
  readonly explanation: string;
}

/** Text in, vectors out: no token of another request is kept. */
const keepsNothing = ({ tasks }: Framework): boolean =>
  tasks !== 'any' && tasks.every((task) => task === 'feature-extraction');

const needOf = (
  model: ModelSize,
  question: SizingQuestion,
  plan: ContextPlan,
  weights: Weights,
): SizingNeed => ({
  framework: question.framework,
  driver: question.driver,
  quantization: weights.quantization,
  weightsBytes: weights.bytes,
  attention: keepsNothing(question.framework) ? NO_CACHE : model.attention,
  cacheBytesPerElement: cacheBytesPerElement(question.framework, question.engineArguments),
  contextTokens: plan.contextTokens,
  concurrency: plan.concurrency,
});

const warningsOf = (
  { modelForm, title }: Framework,
  model: ModelSize,
  plan: ContextPlan,
  weights: Weights,
): Warning[] => [
  ...weights.warnings,
  ...(modelForm === 'gguf-file' && model.source === 'safetensors'
    ? [{ code: 'gguf_needed', message: `${title} reads GGUF files, and this model has others.` }]
    : []),
  ...(plan.isAssumed
    ? [
        {
          code: 'context_assumed',
          message: `What context the model was made for is not known: ${plan.contextTokens} tokens are reckoned with and set.`,
        },
      ]
    : []),
  ...(model.attention.isEstimated
    ? [
        {
          code: 'cache_estimated',
          message:
            'The key-value cache is that of usual models of this size: the model’s own description could not be read.',
        },
      ]
    : []),
];

/** One GPU of a usual price is not worth a hint. */
const isDear = (fit: HardwareFit, hardware: readonly Hardware[]): boolean => {
  const shape = hardware.find(({ id }) => id === fit.hardwareId);
  return shape === undefined || shape.gpuCount > 1 || shape.gpuMemoryMib >= 80 * 1024;
};

const explain = (model: ModelSize, need: SizingNeed, best: HardwareFit | null): string => {
  const known = `${model.because}; ${inWords(need.weightsBytes)} are loaded.`;
  return `${known.charAt(0).toUpperCase()}${known.slice(1)} ${best === null ? 'No hardware of the catalogue holds that.' : `Cheapest is ${best.hardwareId}. ${best.message}`}`;
};

const told = (fit: HardwareFit, engineArguments: ArgumentValues): HardwareFit => ({
  ...fit,
  engineArguments: { ...fit.engineArguments, ...engineArguments },
});

/** What it takes to serve a model: pure, from what is known of it. */
export const sizeModel = (
  model: ModelSize,
  question: SizingQuestion,
  hardware: readonly Hardware[] = question.spot === true ? HARDWARE : LASTING_HARDWARE,
): Sizing => {
  const plan = planContext(question.framework, model.contextTokens, question);
  const weights = weightsIn(model, question.framework, question.quantization);
  const need = needOf(model, question, plan, weights);
  const options = { prices: question.prices, isBfloat16: model.isBfloat16 };
  const ranked = rankHardware(need, hardware, options).map((fit) => told(fit, plan.engineArguments));
  const recommended = ranked.find(({ fits }) => fits) ?? null;
  const dear = recommended === null || isDear(recommended, hardware);
  const terms = { ...options, hardware, priceNanoUsdPerHour: recommended?.priceNanoUsdPerHour ?? null };
  return {
    weightsMib: Math.ceil(weights.bytes / MIB),
    kvCacheMib: Math.ceil(cacheBytes(need) / MIB),
    quantization: weights.quantization,
    bitsPerWeight: Math.round(((weights.bytes * 8) / model.parameters) * 100) / 100,
    contextTokens: plan.contextTokens,
    concurrency: plan.concurrency,
    diskMib: diskMib(need),
    recommended,
    hardware: ranked,
    hints: dear ? hintsFor(need, model, terms) : [],
    warnings: warningsOf(question.framework, model, plan, weights),
    explanation: explain(model, need, recommended),
  };
};
