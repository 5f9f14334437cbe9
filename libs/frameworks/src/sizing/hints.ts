import type { Framework, Quantization } from '../framework.ts';
import type { Hardware } from '../hardware.ts';
import type { ModelSize } from './model-size.ts';
import type { SizingNeed } from './need.ts';
import { type HardwareFit, type RankOptions, rankHardware } from './rank-hardware.ts';
import { bytesIn } from './requantized.ts';

/** What would fit on less. */
export interface Hint {
  readonly kind: 'quantization' | 'context' | 'both';
  readonly message: string;
  readonly hardwareId: string;
  readonly quantization: string | null;
  readonly contextTokens: number | null;
}

interface Terms extends RankOptions {
  readonly hardware: readonly Hardware[];
  /** The price to beat; null: nothing fits. */
  readonly priceNanoUsdPerHour: number | null;
}

const SHORTER = [131_072, 65_536, 32_768, 16_384, 8192, 4096];

const cheapest = (need: SizingNeed, { hardware, ...options }: Terms): HardwareFit | null =>
  rankHardware(need, hardware, options).find(({ fits }) => fits) ?? null;

const better = (fit: HardwareFit | null, { priceNanoUsdPerHour }: Terms): HardwareFit | null =>
  fit !== null && (priceNanoUsdPerHour === null || fit.priceNanoUsdPerHour < priceNanoUsdPerHour)
    ? fit
    : null;

/** 8 bits and 4 bits: of each the first that the engine makes by itself, else the first at all. */
const smaller = ({ quantization }: Framework): Quantization[] => {
  const choices = quantization?.choices ?? [];
  return [(bits: number) => bits > 6 && bits <= 8.5, (bits: number) => bits < 5].flatMap((inRange) => {
    const fitting = choices.filter(
      ({ id, bitsPerWeight }) => inRange(bitsPerWeight) && id !== 'compressed-tensors',
    );
    const usual = fitting.find(({ id }) => id === 'awq' || id === 'q4_k_m' || id === 'q8_0');
    const best =
      fitting.find(({ atLoad, bitsPerWeight }) => atLoad && bitsPerWeight > 6) ?? usual ?? fitting[0];
    return best === undefined ? [] : [best];
  });
};

const price = (nanoUsd: number): string => `$${(nanoUsd / 1e9).toFixed(2)} an hour`;

const found = (
  fit: HardwareFit | null,
  changes: { readonly quantization: Quantization | null; readonly contextTokens: number | null },
): Hint[] => {
  if (fit === null) return [];
  const { quantization, contextTokens } = changes;
  const made = quantization === null || quantization.atLoad ? '' : ' (a model with such weights)';
  const how = [
    ...(quantization === null ? [] : [`${quantization.id}${made}`]),
    ...(contextTokens === null ? [] : [`a context of ${contextTokens} tokens`]),
  ].join(' and ');
  return [
    {
      kind: quantization === null ? 'context' : contextTokens === null ? 'quantization' : 'both',
      message: `With ${how} it would fit on ${fit.hardwareId} for ${price(fit.priceNanoUsdPerHour)}.`,
      hardwareId: fit.hardwareId,
      quantization: quantization?.id ?? null,
      contextTokens,
    },
  ];
};

const quantized = (need: SizingNeed, model: ModelSize, quantization: Quantization): SizingNeed => ({
  ...need,
  quantization: quantization.id,
  weightsBytes: bytesIn(model, quantization),
});

const byContext = (need: SizingNeed, terms: Terms, quantization: Quantization | null): Hint[] => {
  for (const contextTokens of SHORTER.filter((tokens) => tokens < need.contextTokens)) {
    const fit = better(cheapest({ ...need, contextTokens }, terms), terms);
    if (fit !== null) return found(fit, { quantization, contextTokens });
  }
  return [];
};

/** What to change when nothing fits, or only what is dear: fewer bits, a shorter context, or when neither is enough both. */
export const hintsFor = (need: SizingNeed, model: ModelSize, terms: Terms): Hint[] => {
  const mayShrink = model.quantization === null && need.quantization === null;
  const choices = mayShrink ? smaller(need.framework) : [];
  const single = [
    ...choices.flatMap((quantization) =>
      found(better(cheapest(quantized(need, model, quantization), terms), terms), {
        quantization,
        contextTokens: null,
      }),
    ),
    ...byContext(need, terms, null),
  ];
  const least = choices.at(-1);
  return single.length > 0 || least === undefined
    ? single
    : byContext(quantized(need, model, least), terms, least);
};
