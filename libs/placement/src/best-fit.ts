import { shareSlot, splitCost, wholeSlots } from './gpus.ts';
import type { Policy } from './policy.ts';
import type { Pool } from './pool.ts';
import type { Shape } from './shape.ts';

type Largest = Readonly<{ vcpuMillis: number; gpuMilli: number }>;

/** The node with the least left of CPU and GPUs, each as a share of the largest node, in steps of a hundredth; the tightest GPU. */
export class BestFit implements Policy {
  readonly epoch = 0;
  readonly #largest: Largest;

  constructor(
    private readonly pool: Pool,
    largest: Largest = largestOf(pool),
  ) {
    this.#largest = largest;
  }

  arrived(): void {
    // It learns nothing.
  }

  remember(): void {
    // What came before does not matter to it.
  }

  changed(): void {
    // It remembers nothing.
  }

  cost(shape: Shape, node: number): number {
    const { vcpuMillis, gpuMilli } = this.#largest;
    const cpu = (this.pool.cpu[node]! - shape.cpu) / vcpuMillis;
    const gpu = (this.pool.free[node]! - shape.gpuMilli) / gpuMilli;
    return splitCost(this.pool, shape, node) - Math.floor(100 * (1 - (cpu + gpu) / 2));
  }

  slots(shape: Shape, node: number): number[] {
    if (shape.count === 0) return [];
    return shape.milli === 1000
      ? wholeSlots(this.pool, shape, node)
      : [shareSlot(this.pool, shape, node, 'tightest')];
  }
}

const largestOf = ({ offers }: Pool): Largest => ({
  vcpuMillis: offers.reduce((most, { vcpuMillis }) => Math.max(most, vcpuMillis), 1),
  gpuMilli: offers.reduce((most, { gpus }) => Math.max(most, 1000 * gpus.length), 1000),
});
