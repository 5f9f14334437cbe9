import { type FieldProblem } from '@tidegate/contracts';
import { FRAMEWORKS, HARDWARE, frameworkOf } from '@tidegate/frameworks';
import { wordFor } from '../life-cycle/vocabularies.ts';
import type { EndpointView } from '../endpoints/endpoint-view.ts';
import { numberOfEndpoint } from './endpoint-number.ts';
import { engineArgumentsFrom } from './engine-flags.ts';

/** How a model hub’s API describes a deployment. Names are its own. */
export type HubRun = Readonly<{
  deploy_name?: string | null;
  cluster_id?: string | null;
  /** JSON object of variables, as text or as it is. */
  env?: string | Record<string, unknown> | null;
  engine_args?: string | null;
  min_replica?: number | null;
  max_replica?: number | null;
  /** A flavour by its id, or by its place (from 1) in GET /v1/hardware. */
  resource_id?: string | number | null;
  runtime_framework_id?: string | number | null;
  revision?: string | null;
  /** 1: public, 2: private. */
  secure_level?: number | null;
}>;

export type Wish = Readonly<{ wish: Record<string, unknown>; problems: FieldProblem[] }>;

/** Where a field of ours stands in theirs: problems are told in the words of whoever asked. */
const POINTERS: readonly (readonly [ours: string, theirs: string])[] = [
  ['/name', '/deploy_name'],
  ['/cluster', '/cluster_id'],
  ['/environment', '/env'],
  ['/engineArguments', '/engine_args'],
  ['/scaling/minReplicas', '/min_replica'],
  ['/scaling/maxReplicas', '/max_replica'],
  ['/hardware', '/resource_id'],
  ['/framework', '/runtime_framework_id'],
  ['/modelSource', '/revision'],
  ['/visibility', '/secure_level'],
];

export const inHubWords = ({ pointer, message }: FieldProblem): FieldProblem => {
  const found = POINTERS.find(([ours]) => pointer === ours || pointer.startsWith(`${ours}/`));
  return { pointer: found?.[1] ?? pointer, message };
};

/** @param isNew what is left out of a new one gets a default, of an old one it stays */
export const wishOfHub = (model: string, run: HubRun, isNew: boolean): Wish => {
  const framework = pickFrom(FRAMEWORKS, run.runtime_framework_id);
  const parsed = engineArgumentsFrom(run.engine_args ?? '', frameworkOf(framework ?? ''), '/engine_args');
  const environment = environmentOf(run.env);
  const scaling = withoutGaps({ minReplicas: run.min_replica, maxReplicas: run.max_replica });
  const wish = withoutGaps({
    ...(isNew && { name: nameFor(model), model }),
    ...(run.deploy_name && { name: run.deploy_name }),
    cluster: run.cluster_id,
    environment: environment ?? undefined,
    engineArguments: run.engine_args ? parsed.engineArguments : undefined,
    ...(Object.keys(scaling).length > 0 && { scaling }),
    hardware: pickFrom(HARDWARE, run.resource_id),
    framework,
    modelSource: run.revision ? { kind: 'hub', revision: run.revision } : undefined,
    visibility: visibilityOf(run.secure_level),
  });
  const badEnvironment =
    environment === null ? [{ pointer: '/env', message: 'must be a JSON object of texts' }] : [];
  return { wish, problems: [...badEnvironment, ...parsed.problems] };
};

const visibilityOf = (level: HubRun['secure_level']): 'public' | 'private' | undefined => {
  if (level === null || level === undefined) return undefined;
  return level === 1 ? 'public' : 'private';
};

const withoutGaps = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

/** By id, or by place from 1. One that is not there is handed on as it is, to be refused by name. */
const pickFrom = (
  list: readonly Readonly<{ id: string }>[],
  wanted: string | number | null | undefined,
): string | undefined => {
  if (wanted === undefined || wanted === null) return undefined;
  const place = Number(wanted);
  return Number.isInteger(place) ? (list[place - 1]?.id ?? String(wanted)) : String(wanted);
};

/** Null: it is none. */
const environmentOf = (env: HubRun['env']): Record<string, unknown> | null | undefined => {
  if (env === undefined || env === null || env === '') return undefined;
  if (typeof env !== 'string') return env;
  try {
    const parsed: unknown = JSON.parse(env);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
};

/** The model’s own name, made to fit the rule for names. */
export const nameFor = (model: string): string => {
  const bare = model.slice(model.indexOf('/') + 1).replaceAll(/[^A-Za-z0-9]+/g, '-');
  const fitting = bare
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 50)
    .replace(/-+$/, '');
  return fitting.length < 2 ? `model-${fitting}x` : fitting;
};

/** A deployment as the hub’s clients read it. */
export const hubViewOf = (endpoint: EndpointView) => ({
  deploy_id: numberOfEndpoint(endpoint.id),
  endpoint_id: endpoint.id,
  deploy_name: endpoint.name,
  model_id: endpoint.model,
  status: wordFor('csghub', endpoint.state),
  reason: endpoint.reason.code,
  message: endpoint.reason.message,
  endpoint: endpoint.url,
  cluster_id: endpoint.cluster,
  resource_id: endpoint.hardware.id,
  runtime_framework: endpoint.framework,
  min_replica: endpoint.scaling.minReplicas,
  max_replica: endpoint.scaling.maxReplicas,
  actual_replica: endpoint.replicas.ready,
  secure_level: endpoint.visibility === 'public' ? 1 : 2,
  created_at: endpoint.createdAt,
  updated_at: endpoint.updatedAt,
});
