import type { Endpoint, Metric, Numbers } from './list.ts';

/** As they stand in the URL: text, or not there. */
export type Search = Readonly<Record<string, string | undefined>>;

export const SORTS = ['name', 'state', 'created', 'rate', 'latency', 'cost'] as const;
export type Sort = (typeof SORTS)[number];

export type Filters = Readonly<{
  text: string;
  states: readonly string[];
  tag: string | null;
  hardware: string | null;
  framework: string | null;
  sort: Sort;
  isDescending: boolean;
}>;

export const filtersOf = (search: Search): Filters => {
  const asked = search['sort'] ?? 'name';
  const name = asked.replace(/^-/, '');
  return {
    text: search['q'] ?? '',
    states: (search['state'] ?? '').split(',').filter((state) => state !== ''),
    tag: search['tag'] ?? null,
    hardware: search['hardware'] ?? null,
    framework: search['framework'] ?? null,
    sort: SORTS.find((sort) => sort === name) ?? 'name',
    isDescending: asked.startsWith('-'),
  };
};

/** `team` or `team=search`, as the API filters. */
const hasTag = (endpoint: Endpoint, tag: string): boolean => {
  const at = tag.indexOf('=');
  if (at < 0) return tag in endpoint.tags;
  return endpoint.tags[tag.slice(0, at)] === tag.slice(at + 1);
};

const wordsOf = ({ id, name, model, hardware, description, tags }: Endpoint): string =>
  [name, id, model, hardware.id, description, ...Object.entries(tags).map((tag) => tag.join('='))]
    .join(' ')
    .toLowerCase();

/** A state, or a condition beside it. */
const isIn = (endpoint: Endpoint, states: readonly string[]): boolean =>
  states.includes(endpoint.state) || endpoint.conditions.some(({ condition }) => states.includes(condition));

export const matches = (endpoint: Endpoint, filters: Filters): boolean =>
  filters.text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => wordsOf(endpoint).includes(word)) &&
  (filters.states.length === 0 || isIn(endpoint, filters.states)) &&
  (filters.tag === null || hasTag(endpoint, filters.tag)) &&
  (filters.hardware === null || endpoint.hardware.id === filters.hardware) &&
  (filters.framework === null || endpoint.framework === filters.framework);

const BY_METRIC: Readonly<Partial<Record<Sort, Metric>>> = {
  rate: 'requests_per_second',
  latency: 'latency_p95_seconds',
  cost: 'cost_usd_per_hour',
};
const names = new Intl.Collator('en', { numeric: true });

export const sorted = (
  endpoints: readonly Endpoint[],
  { sort, isDescending }: Filters,
  numbers: ReadonlyMap<string, Numbers>,
): readonly Endpoint[] => {
  const metric = BY_METRIC[sort];
  const numberOf = ({ id }: Endpoint): number => (metric && numbers.get(id)?.[metric]) ?? -1;
  const compare = (one: Endpoint, other: Endpoint): number => {
    if (metric) return numberOf(one) - numberOf(other);
    if (sort === 'state') return one.state.localeCompare(other.state);
    if (sort === 'created') return one.createdAt.localeCompare(other.createdAt);
    return names.compare(one.name, other.name);
  };
  const sign = isDescending ? -1 : 1;
  return endpoints.toSorted(
    (one, other) => sign * compare(one, other) || names.compare(one.name, other.name),
  );
};

/** The rows in the order that they had while somebody points at them; new ones come last. */
export const inOrder = (endpoints: readonly Endpoint[], order: readonly string[]): readonly Endpoint[] => {
  const places = new Map(order.map((id, place) => [id, place]));
  return endpoints.toSorted(
    (one, other) => (places.get(one.id) ?? order.length) - (places.get(other.id) ?? order.length),
  );
};

/** What can be chosen among: each value once, with how many have it. */
export const choices = (
  values: readonly (string | undefined)[],
): readonly Readonly<{ value: string; label: string }>[] => {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .toSorted(([one], [other]) => names.compare(one, other))
    .map(([value, count]) => ({ value, label: `${value} (${count})` }));
};
