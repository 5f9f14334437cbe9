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

const keyOf = ({ vcpuMillis, memoryMib, diskMib, gpuCount, ...gpus }: Amounts): string =>
  `${vcpuMillis}/${memoryMib}/${diskMib}/${gpuCount}/${gpuCount > 1 ? 1000 : gpus.gpuThousandths}/${gpus.gpuModels?.toSorted().join('|') ?? '*'}`;

/** The shapes that were ever asked for. */
export class Shapes {
  readonly all: Shape[] = [];
  readonly #byKey = new Map<string, Shape>();

  constructor(private readonly models: Numbering) {}

  of(amounts: Amounts): Shape {
    const key = keyOf(amounts);
    const known = this.#byKey.get(key);
    if (known) return known;
    const shape = this.#make(amounts);
    this.#byKey.set(key, shape);
    this.all.push(shape);
    return shape;
  }

  #make({ vcpuMillis, memoryMib, diskMib, gpuCount, gpuThousandths, gpuModels }: Amounts): Shape {
    const milli = gpuCount === 0 ? 0 : gpuCount > 1 ? 1000 : gpuThousandths;
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
