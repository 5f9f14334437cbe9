import type { Endpoint } from './endpoint.ts';

/** An endpoint as the OpenAI API lists a model. `id` is what a caller may put into `model`. */
export type ModelEntry = Readonly<{
  id: string;
  object: 'model';
  /** Epoch seconds. */
  created: number;
  owned_by: string;
  /** Beyond OpenAI's own fields. */
  endpoint_id: string;
  root: string;
  state: string;
}>;

export const modelEntry = (endpoint: Endpoint, ownedBy: string): ModelEntry => ({
  id: endpoint.name,
  object: 'model',
  created: endpoint.createdAtSeconds,
  owned_by: ownedBy,
  endpoint_id: endpoint.id,
  root: endpoint.configured.model,
  state: endpoint.state,
});

export const modelList = (endpoints: readonly Endpoint[], ownedBy: string) => ({
  object: 'list' as const,
  data: endpoints.map((endpoint) => modelEntry(endpoint, ownedBy)),
});
