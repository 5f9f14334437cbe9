import type { Shape } from './shape.ts';

/** A way to choose among the nodes that have room. Costs are in GPU thousandths; the least is chosen. */
export interface Policy {
  /** Rises when costs have changed although no node has. */
  readonly epoch: number;
  /** True: equal rests of CPU and GPUs do not make equal costs. Else such nodes are asked about once for all. */
  readonly asksEachNode?: boolean;
  /** A request arrived: once each, however often it is tried. */
  arrived(shape: Shape): void;
  /** Requests of the past, oldest first: the same as if each had arrived, but learned from once. */
  remember(shapes: readonly Shape[]): void;
  /** Of a node that has room. A function of what is free on it and of nothing else, as long as `epoch` is the same. */
  cost(shape: Shape, node: number): number;
  /** The GPUs it would get there. */
  slots(shape: Shape, node: number): number[];
  /** What is free on a node has changed. */
  changed(node: number): void;
}
