import type {
  AsyncSettings,
  EndpointLimits,
  EndpointSpec,
  PlacementSpec,
  RequestTimeouts,
  ScalingSchedule,
  ScalingSpec,
} from '@tidegate/contracts';
import { isRecord, memberOf, mergePatch } from '../changes/merge-patch.ts';

type Given<T> = T | null | undefined;
type Parts<T> = { readonly [Key in keyof T]?: Given<T[Key]> };

/** The fields that a user writes as the spec has them. */
type PlainField = Exclude<
  keyof EndpointSpec,
  | 'name'
  | 'hardware'
  | 'image'
  | 'modelSource'
  | 'secrets'
  | 'placement'
  | 'scaling'
  | 'requestTimeouts'
  | 'limits'
  | 'async'
  | 'commitment'
>;

/**
 * What a user asks for. Everything but the name, and a model or an image, may be left out or be null, which means the
 * same; each field is of its type or was refused before.
 */
export type EndpointWish = {
  readonly [Field in PlainField]?: Given<EndpointSpec[Field] | Record<string, unknown>>;
} & Readonly<{
  name: string;
  model?: Given<string>;
  modelSource?: Given<
    Readonly<{ kind: EndpointSpec['modelSource']['kind']; revision?: Given<string>; url?: Given<string> }>
  >;
  image?: Given<
    Readonly<{
      reference: string;
      command?: Given<readonly string[]>;
      credentials?: Given<Readonly<{ username: string; password: string }>>;
    }>
  >;
  /** A flavour of the catalogue. */
  hardware?: Given<string>;
  /** Values to seal. */
  secrets?: Given<Record<string, unknown>>;
  placement?: Given<
    Parts<Omit<PlacementSpec, 'nodeLabels'>> & Readonly<{ nodeLabels?: Given<Record<string, unknown>> }>
  >;
  scaling?: Given<
    Parts<Omit<ScalingSpec, 'schedules'>> &
      Readonly<{
        schedules?: Given<
          readonly (Pick<ScalingSchedule, 'cron' | 'durationSeconds'> &
            Parts<Omit<ScalingSchedule, 'cron' | 'durationSeconds'>>)[]
        >;
      }>
  >;
  requestTimeouts?: Given<Parts<RequestTimeouts>>;
  limits?: Given<Parts<EndpointLimits>>;
  async?: Given<Pick<AsyncSettings, 'routes'> & Parts<Omit<AsyncSettings, 'routes'>>>;
  commitment?: Given<Readonly<{ kind: EndpointSpec['commitment']['kind']; until?: Given<string> }>>;
}>;

/** What was sent, field by field: the shape of each is judged elsewhere and may be wrong. */
export type Judged = { readonly [Field in keyof EndpointWish]?: unknown };

/** A spec as its owner would write it: all that is not sealed, with nothing left out. */
export const documentOf = ({ hardware, image, secrets: _, ...rest }: EndpointSpec): EndpointWish => ({
  ...rest,
  image: image && { reference: image.reference, command: image.command },
  hardware: hardware.id,
});

/** Of these a member belongs to one kind only: another kind begins anew. */
const BY_KIND = ['modelSource', 'commitment'] as const;

/** The document that a merge patch (RFC 7396) makes of a spec. What it removes returns to its default. */
export const patchedDocument = (spec: EndpointSpec, patch: unknown): unknown => {
  const document = documentOf(spec);
  const others = BY_KIND.filter((field) => {
    const kind = memberOf(memberOf(patch, field), 'kind');
    return kind !== undefined && kind !== spec[field].kind;
  });
  const target = Object.entries(document).filter(([field]) => !(others as string[]).includes(field));
  return mergePatch(Object.fromEntries(target), patch);
};

/** Ids of sealed values that stay as they are. */
export type Kept = Readonly<{ secrets: Readonly<Record<string, string>>; credentials: string | null }>;

/**
 * What stays sealed: a secret that is not named stays, one that is null or has a new value does not.
 * @param given a patch, or a whole document
 */
export const keptBy = (spec: EndpointSpec | null, given: unknown): Kept => {
  const secrets = memberOf(given, 'secrets');
  const names = secrets === null ? [] : Object.keys(spec?.secrets ?? {});
  const stay = names.filter((name) => !isRecord(secrets) || !Object.hasOwn(secrets, name));
  const image = memberOf(given, 'image');
  const isKept = image !== null && memberOf(image, 'credentials') === undefined;
  return {
    secrets: Object.fromEntries(stay.map((name) => [name, spec?.secrets[name] ?? ''])),
    credentials: isKept ? (spec?.image?.credentials ?? null) : null,
  };
};

export const given = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
