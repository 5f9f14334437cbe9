import {
  GPUS_PER_NODE,
  type Policy,
  type Pool,
  type Shape,
  shareSlot,
  wholeSlots,
} from '@tidegate/placement';
import type { Random } from './random.ts';

abstract class Simple implements Policy {
  readonly epoch = 0;
  protected readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  abstract cost(shape: Shape, node: number): number;

  arrived(): void {
    // It learns nothing.
  }

  remember(): void {
    // Nothing is told it beforehand.
  }

  changed(): void {
    // It remembers nothing.
  }

  slots(shape: Shape, node: number): number[] {
    if (shape.count === 0) return [];
    return shape.milli === 1000
      ? wholeSlots(this.pool, shape, node)
      : [shareSlot(this.pool, shape, node, 'tightest')];
  }
}

/** First used GPUs, then idle GPUs of nodes in use, then idle nodes. */
export class GpuPacking extends Simple {
  cost(shape: Shape, node: number): number {
    if (shape.count === 0) return 0;
    const begin = node * GPUS_PER_NODE;
    const gpus = this.pool.gpus[node]!;
    let idle = 0;
    for (let slot = begin; slot < begin + gpus; slot++) if (this.pool.left[slot] === 1000) idle++;
    if (idle === gpus) return -Math.max(33 - idle, idle);
    if (shape.milli === 1000) return -Math.max(50 - shape.count, 33);
    const left = this.pool.left[shareSlot(this.pool, shape, node, 'tightest')]!;
    return left === 1000 ? -49 : -Math.max(100 - Math.floor(left / 100), 50);
  }
}

/** Any node that has room, any GPU of it that has. */
export class Anywhere extends Simple {
  private readonly random: Random;

  constructor(pool: Pool, random: Random) {
    super(pool);
    this.random = random;
  }

  /** Chance takes the place of a cost: a new one at every look. */
  cost(): number {
    return 0;
  }

  pick(shape: Shape): number {
    let [found, picked] = [0, -1];
    for (let node = 0; node < this.pool.size; node++)
      if (this.pool.hasRoom(shape, node) && this.random.next() * ++found < 1) picked = node;
    return picked;
  }

  override slots(shape: Shape, node: number): number[] {
    if (shape.count === 0 || shape.milli === 1000) return super.slots(shape, node);
    const begin = node * GPUS_PER_NODE;
    let [found, picked] = [0, -1];
    for (let slot = begin; slot < begin + this.pool.gpus[node]!; slot++)
      if (this.pool.left[slot]! >= shape.milli && this.random.next() * ++found < 1) picked = slot;
    return [picked];
  }
}
