import { ANYWHERE } from '@tidegate/contracts';
import type { Needs } from '@tidegate/scheduler/simulated';
import type { Tables } from './tables.ts';

/** All that a store answers, without what it is made of. */
export type Answers<Store> = { [Method in keyof Store]: Store[Method] };

/** An order by one thing, then by another. */
export const by =
  <Row>(...keys: ((row: Row) => number | string)[]) =>
  (a: Row, b: Row): number => {
    for (const key of keys) {
      const [one, other] = [key(a), key(b)];
      if (one !== other) return one < other ? -1 : 1;
    }
    return 0;
  };

const NEEDS_NOTHING: Needs = { model: '', framework: '', image: null, diskMib: null, placement: ANYWHERE };

export const needsOf = (tables: Tables, endpointId: string, revision: number): Needs => {
  const spec = tables.spec(endpointId, revision);
  if (!spec) return NEEDS_NOTHING;
  const { model, framework, image, diskMib, placement } = spec;
  return { model, framework, image: image?.reference ?? null, diskMib, placement };
};
