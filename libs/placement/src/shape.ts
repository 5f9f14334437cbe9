import type { Amounts } from './offer.ts';

/** A request's amounts with a number, and its GPU models as a table by model number. */
export type Shape = Readonly<{
  id: number;
  cpu: number;
  memory: number;
  disk: number;
  count: number;
  /** Of each GPU. */
  milli: number;
  /** Of all its GPUs. */
  gpuMilli: number;
  /** By model number; null: any. */
  models: Uint8Array | null;
}>;

/** Numbers for what is named by text, in the order of first sight. */
export class Numbering {
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/** More models than any pool has; a table of them costs a byte each. */
export const MOST_MODELS = 256;

/** The shapes that were ever asked for. */
export class Shapes {
  readonly all: Shape[] = [];
  /** By a hash of all numbers. */
  readonly #byHash = new Map<number, Known[]>();
  readonly #modelLists = new Numbering();

  constructor(private readonly models: Numbering) {}

  of(amounts: Amounts): Shape {
    const milli = milliOf(amounts);
    const list = amounts.gpuModels === null ? -1 : this.#modelLists.of(nameOf(amounts.gpuModels));
    const hash = hashOf(amounts, milli, list);
    const known = this.#byHash.get(hash) ?? [];
    for (const one of known)
      if (one.list === list && one.shape.milli === milli && isOf(one.shape, amounts)) return one.shape;
    const shape = this.#make(amounts, milli);
    this.all.push(shape);
    this.#byHash.set(hash, [...known, { shape, list }]);
    return shape;
  }

  #make({ vcpuMillis, memoryMib, diskMib, gpuCount, gpuModels }: Amounts, milli: number): Shape {
    return {
      id: this.all.length,
      cpu: vcpuMillis,
      memory: memoryMib,
      disk: diskMib,
      count: gpuCount,
      milli,
      gpuMilli: gpuCount * milli,
      models: gpuModels && this.#table(gpuModels),
    };
  }

  #table(names: readonly string[]): Uint8Array {
    const table = new Uint8Array(MOST_MODELS);
    for (const name of names) table[this.models.of(name)] = 1;
    return table;
  }
}

type Known = Readonly<{ shape: Shape; list: number }>;

/** Equal lists of models have equal names, whatever their order. */
const nameOf = (models: readonly string[]): string =>
  models.length === 1 ? models[0]! : JSON.stringify(models.toSorted());

/** Of each GPU: several are always whole ones. */
const milliOf = ({ gpuCount, gpuThousandths }: Amounts): number =>
  gpuCount === 0 ? 0 : gpuCount > 1 ? 1000 : gpuThousandths;

const isOf = (shape: Shape, { vcpuMillis, memoryMib, diskMib, gpuCount }: Amounts): boolean =>
  shape.cpu === vcpuMillis &&
  shape.memory === memoryMib &&
  shape.disk === diskMib &&
  shape.count === gpuCount;

/** A small integer: those are kept in maps without a box. */
const hashOf = (
  { vcpuMillis, memoryMib, diskMib, gpuCount }: Amounts,
  milli: number,
  list: number,
): number => {
  let hash = Math.imul(vcpuMillis, 0x9e3779b1) ^ memoryMib;
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) ^ diskMib;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) ^ (gpuCount << 20) ^ (milli << 10) ^ list;
  return (Math.imul(hash, 0x9e3779b1) >>> 3) & 0x1fffffff;
};
