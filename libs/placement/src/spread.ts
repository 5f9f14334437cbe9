import { shareSlot, splitCost, wholeSlots } from './gpus.ts';
import type { Policy } from './policy.ts';
import { type Pool } from './pool.ts';
import type { Shape } from './shape.ts';

/** `spread`: the node of which the least is in use afterwards, in whatever it has least left of; the emptiest GPU for a share. */
export class Spread implements Policy {
  readonly epoch = 0;
  /** Memory, and what the node has in all, count too. */
  readonly asksEachNode = true;

  constructor(private readonly pool: Pool) {}

  arrived(): void {
    // What comes next does not matter to it.
  }

  remember(): void {
    // Nor does what came before.
  }

  changed(): void {
    // It remembers nothing.
  }

  cost(shape: Shape, node: number): number {
    const { pool } = this;
    const offer = pool.offers[node];
    if (!offer) return Infinity;
    const used = (left: number, whole: number): number => (whole === 0 ? 0 : 1 - left / whole);
    return (
      splitCost(pool, shape, node) +
      1000 *
        Math.max(
          used(pool.cpu[node]! - shape.cpu, offer.vcpuMillis),
          used(pool.memory[node]! - shape.memory, offer.memoryMib),
          used(pool.free[node]! - shape.gpuMilli, 1000 * offer.gpus.length),
        )
    );
  }

  slots(shape: Shape, node: number): number[] {
    if (shape.count === 0) return [];
    return shape.milli === 1000
      ? wholeSlots(this.pool, shape, node)
      : [shareSlot(this.pool, shape, node, 'emptiest')];
  }
}
