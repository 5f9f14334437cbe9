import { TIME_UNITS, type TimeUnit } from './buckets.ts';

/** What usage is divided by besides time. `hardware` is whatever has a price: of add-ons their own name. */
export const TRAITS = ['endpoint', 'hardware', 'replica', 'kind', 'phase'] as const;
export type Trait = (typeof TRAITS)[number];

export type Dimension =
  | Readonly<{ by: 'time'; name: TimeUnit }>
  | Readonly<{ by: 'trait'; name: Trait }>
  | Readonly<{ by: 'tag'; name: `tag:${string}`; key: string }>;

/** What a dimension is called: `day`, `endpoint`, `tag:team`. @returns null: there is none of that name */
export const dimensionOf = (name: string): Dimension | null => {
  const unit = TIME_UNITS.find((each) => each === name);
  if (unit) return { by: 'time', name: unit };
  const trait = TRAITS.find((each) => each === name);
  if (trait) return { by: 'trait', name: trait };
  const key = /^tag:(.{1,128})$/.exec(name)?.[1];
  return key === undefined ? null : { by: 'tag', name: `tag:${key}`, key };
};

/** Time first: usage is read in its order. */
export const inOrder = (dimensions: readonly Dimension[]): Dimension[] => [
  ...dimensions.filter(({ by }) => by === 'time'),
  ...dimensions.filter(({ by }) => by !== 'time'),
];
