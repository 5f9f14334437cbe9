import type { components } from '@tidegate/sdk';

type Endpoint = components['schemas']['Endpoint'];

export type Model = Readonly<{
  model: string;
  endpoints: readonly Endpoint[];
  frameworks: readonly string[];
  hardware: readonly string[];
  ready: number;
}>;

const once = (values: readonly string[]): readonly string[] => [...new Set(values)].toSorted();

/** The models that endpoints serve, each once, by name. */
export const modelsOf = (endpoints: readonly Endpoint[]): readonly Model[] =>
  [...Map.groupBy(endpoints, ({ model }) => model)]
    .map(([model, members]) => ({
      model,
      endpoints: members,
      frameworks: once(members.map(({ framework }) => framework)),
      hardware: once(members.map(({ hardware }) => hardware.id)),
      ready: members.reduce((sum, { replicas }) => sum + replicas.ready, 0),
    }))
    .toSorted((one, other) => one.model.localeCompare(other.model));

/** A number of parameters as people say it: 8.4 B, 350 M. */
export const parameters = (count: number): string =>
  count >= 1e9 ? `${Number((count / 1e9).toFixed(1))} B` : `${Number((count / 1e6).toFixed(1))} M`;
