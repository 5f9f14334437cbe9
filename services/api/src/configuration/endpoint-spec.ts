import { EndpointSpec, type FieldProblem, PRIORITY } from '@tidegate/contracts';
import { isRecord } from '../changes/merge-patch.ts';
import { accessProblems } from '../rules/access-rules.ts';
import { ASYNC_DEFAULTS, DEFAULTS, SCHEDULE_DEFAULTS } from './defaults.ts';
import { type EndpointWish, type Judged, type Kept, given } from './endpoint-wish.ts';
import { type Facts, mostPriority, problem, problemIf } from './facts.ts';
import type { SizingView } from '../sizing/sizing-view.ts';
import { adviceFor, resolutionOf } from './resolution.ts';
import { limitProblems } from '../rules/limit-rules.ts';
import { placementProblems } from '../rules/placement-rules.ts';
import { runtimeProblems } from '../rules/runtime-rules.ts';
import { scalingProblems } from '../rules/scaling-rules.ts';
import { variableProblems } from '../rules/variable-rules.ts';

/** All that is wrong beyond the shape of single fields, at once. */
export const wishProblems = (wish: Judged, facts: Facts): FieldProblem[] => [
  ...identityProblems(wish, facts),
  ...runtimeProblems(wish, facts),
  ...variableProblems(wish, facts),
  ...accessProblems(wish, facts),
  ...placementProblems(wish, facts),
  ...scalingProblems(wish, facts),
  ...limitProblems(wish),
];

/** What an endpoint is found and placed by stays for its life. */
const identityProblems = ({ name, cluster }: Judged, { base }: Facts): FieldProblem[] =>
  base
    ? [
        ...problemIf(name !== base.name, '/name', IMMUTABLE),
        ...problemIf((cluster ?? DEFAULTS.cluster) !== base.cluster, '/cluster', IMMUTABLE),
      ]
    : [];
const IMMUTABLE = 'cannot be changed: create another endpoint';

/**
 * The whole spec, with defaults for what was left out. Of what is sealed it has what is kept: new values are sealed after
 * it was judged.
 * @returns problems when it still is none
 */
export const specOf = (wish: EndpointWish, facts: Facts): EndpointSpec | FieldProblem[] => {
  const { requestTimeouts, limits, commitment, customDomains, ...rest } = wish;
  const parsed = EndpointSpec.safeParse({
    ...DEFAULTS,
    ...given(rest),
    ...resolutionOf(wish, facts),
    tags: given(wish.tags ?? {}),
    environment: given(wish.environment ?? {}),
    engineArguments: { ...adviceFor(wish, facts), ...given(wish.engineArguments ?? {}) },
    image: imageOf(wish.image, facts.kept),
    secrets: facts.kept.secrets,
    customDomains: lowerCase(customDomains),
    placement: placementOf(wish.placement, facts),
    requestTimeouts: { ...DEFAULTS.requestTimeouts, ...given(requestTimeouts ?? {}) },
    limits: { ...DEFAULTS.limits, ...given(limits ?? {}) },
    scaling: scalingOf(wish),
    async: wish.async ? { ...ASYNC_DEFAULTS, ...given(wish.async) } : null,
    commitment: commitment?.kind === 'reserved' ? reservedUntil(commitment.until) : DEFAULTS.commitment,
  });
  return parsed.success
    ? parsed.data
    : parsed.error.issues.map(({ path, message }) =>
        problem(path.map((key) => `/${String(key)}`).join(''), message),
      );
};

const imageOf = (image: EndpointWish['image'], { credentials }: Kept): object | null =>
  image ? { reference: image.reference, command: image.command ?? null, credentials } : null;

/** The usual priority, where the project may have it. */
const placementOf = (placement: EndpointWish['placement'], facts: Facts): object => {
  const said = given(placement ?? {});
  const priority = Math.min(PRIORITY.usual, mostPriority(facts));
  return {
    ...DEFAULTS.placement,
    priority,
    ...said,
    nodeLabels: given(isRecord(said['nodeLabels']) ? said['nodeLabels'] : {}),
  };
};

/** A replica is not meant to carry more than it may have. */
const scalingOf = ({ scaling, limits }: EndpointWish): object => {
  const places = limits?.replicaConcurrency ?? Infinity;
  return {
    ...DEFAULTS.scaling,
    rules: DEFAULTS.scaling.rules.map((rule) => ({ ...rule, target: Math.min(rule.target, places) })),
    ...given(scaling ?? {}),
    schedules: (scaling?.schedules ?? []).map((schedule) => ({ ...SCHEDULE_DEFAULTS, ...given(schedule) })),
  };
};

const lowerCase = (domains: unknown): unknown =>
  Array.isArray(domains) ? domains.map((domain) => String(domain).toLowerCase()) : DEFAULTS.customDomains;

/** In one form, so that the same time is no difference. */
const reservedUntil = (until: string | null | undefined): object => {
  const end = new Date(until ?? Number.NaN);
  return { kind: 'reserved', until: Number.isNaN(end.getTime()) ? null : end.toISOString() };
};

/** Values that must be sealed: secrets by name, and the credentials of the image’s registry. */
export type ToSeal = Readonly<{
  secrets: Readonly<Record<string, string>>;
  credentials: Readonly<{ username: string; password: string }> | null;
}>;

/** A spec in which only what stays is sealed, and what is to be sealed when it is accepted. */
export type Configured = Readonly<{
  spec: EndpointSpec;
  toSeal: ToSeal;
  /** What its hardware was chosen by; null: nobody asked. */
  sizing: SizingView | null;
}>;

export const valuesOf = ({ secrets, image }: EndpointWish): ToSeal => ({
  secrets: Object.fromEntries(
    Object.entries(secrets ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  ),
  credentials: image?.credentials ?? null,
});

const NOT_SEALED_YET = 'sec-000000000000';

/** As it will be, for a comparison: what is not sealed yet differs from everything that is. */
export const foreseen = ({ spec, toSeal }: Pick<Configured, 'spec' | 'toSeal'>): EndpointSpec => ({
  ...spec,
  secrets: {
    ...spec.secrets,
    ...Object.fromEntries(Object.keys(toSeal.secrets).map((name) => [name, NOT_SEALED_YET])),
  },
  image: spec.image && toSeal.credentials ? { ...spec.image, credentials: NOT_SEALED_YET } : spec.image,
});
