import {
  type DriverKind,
  type Framework,
  HARDWARE,
  LASTING_HARDWARE,
  type ModelSize,
  gpusOf,
  sizeModel,
} from '@tidegate/frameworks';
import { type SizedHardware, type SizingView, type SizingWarning, fitView, hintView } from './sizing-view.ts';

/** What is asked, as far as it shapes the answer. */
type Wish = Readonly<{
  model: string;
  framework?: string | null | undefined;
  quantization?: string | null | undefined;
  contextTokens?: number | null | undefined;
  concurrency?: number | null | undefined;
  engineArguments?: Readonly<Record<string, unknown>> | null | undefined;
  driver?: DriverKind | null | undefined;
  spot?: boolean | null | undefined;
}>;

type Prices = Readonly<Record<string, number>>;

const nothingKnown = (wish: Wish) => ({
  model: wish.model,
  framework: wish.framework ?? null,
  confidence: 'none' as const,
  parameters: null,
  activeParameters: null,
  quantization: wish.quantization ?? null,
  bitsPerWeight: null,
  weightsMib: null,
  kvCacheMib: null,
  contextTokens: wish.contextTokens ?? null,
  modelContextTokens: null,
  concurrency: wish.concurrency ?? 1,
  diskMib: null,
  recommended: null,
  hardware: [],
  hints: [],
});

/** An honest “not known”, and what to do about it. */
export const unknownSize = (wish: Wish, because: string, warnings: readonly SizingWarning[]): SizingView => ({
  ...nothingKnown(wish),
  source: 'unknown',
  warnings: [...warnings],
  explanation: `How large ${wish.model} is cannot be said: ${because}. Choose the hardware yourself: two bytes for each parameter, and a fifth more.`,
});

/** Each shape as good as any other. */
const freely = (framework: Framework, prices: Prices, { driver = null, spot }: Wish): SizedHardware[] =>
  (spot === true ? HARDWARE : LASTING_HARDWARE)
    .map((shape) => ({
      hardwareId: shape.id,
      fits: shape.gpuCount === 0 || gpusOf(framework, driver) !== 'none',
      tensorParallel: null,
      utilisationPercent: 0,
      neededMib: 0,
      usableMib: shape.gpuCount === 0 ? shape.memoryMib : shape.gpuMemoryMib,
      priceNanoUsdPerHour: String(prices[shape.id] ?? shape.priceNanoUsdPerHour),
      message: `Fits: ${framework.title} loads no weights.`,
      engineArguments: {},
    }))
    .sort((one, other) => Number(BigInt(one.priceNanoUsdPerHour) - BigInt(other.priceNanoUsdPerHour)));

/** A framework that needs no weights fits everywhere. */
export const nothingToLoad = (wish: Wish, framework: Framework, prices: Prices): SizingView => {
  const hardware = freely(framework, prices, wish);
  return {
    ...nothingKnown(wish),
    source: 'nothing-to-load',
    confidence: 'exact',
    weightsMib: 0,
    kvCacheMib: 0,
    diskMib: framework.imageDiskGib * 1024,
    recommended: hardware.find(({ fits }) => fits) ?? null,
    hardware,
    warnings: [],
    explanation: `${framework.title} loads no weights: the cheapest hardware will do.`,
  };
};

export type Known = Readonly<{
  wish: Wish;
  framework: Framework;
  size: ModelSize;
  prices: Prices;
  warnings: readonly SizingWarning[];
}>;

/** The answer for a model whose size is known. */
export const sized = ({ wish, framework, size, prices, warnings }: Known): SizingView => {
  const found = sizeModel(size, {
    framework,
    prices,
    driver: wish.driver ?? null,
    spot: wish.spot === true,
    quantization: wish.quantization ?? null,
    contextTokens: wish.contextTokens ?? null,
    concurrency: wish.concurrency ?? null,
    engineArguments: wish.engineArguments ?? {},
  });
  const { hardware, hints, recommended, warnings: own, ...rest } = found;
  return {
    ...rest,
    model: wish.model,
    framework: framework.id,
    source: size.source,
    confidence: size.confidence,
    parameters: Math.round(size.parameters),
    activeParameters: size.activeParameters,
    modelContextTokens: size.contextTokens,
    recommended: recommended && fitView(recommended),
    hardware: hardware.map(fitView),
    hints: hints.map(hintView),
    warnings: [...warnings, ...own],
  };
};
