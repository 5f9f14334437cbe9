import type { EndpointSpec, FieldProblem } from '@tidegate/contracts';
import { isRecord, memberOf } from '../changes/merge-patch.ts';
import { DEFAULTS } from '../configuration/defaults.ts';
import { documentOf, given } from '../configuration/endpoint-wish.ts';

export const API_VERSION = 'tidegate/v1';
const KIND = 'Endpoint';

/** One endpoint as a document: `{apiVersion, kind, metadata: {name, tags}, spec}`. */
export type Manifest = Readonly<{
  /** The wish it means, its shape not looked at yet. */
  wish: Readonly<Record<string, unknown>>;
  name: string;
  problems: readonly FieldProblem[];
}>;

const METADATA = ['name', 'tags'];
const MEMBERS = ['apiVersion', 'kind', 'metadata', 'spec'];

/** What a document says, and what is wrong with its frame. */
export const manifestOf = (document: unknown): Manifest => {
  const { metadata, spec = {} } = isRecord(document) ? document : {};
  const name = memberOf(metadata, 'name');
  const wish = { ...(isRecord(spec) ? spec : {}), ...(isRecord(metadata) ? metadata : {}) };
  return {
    wish,
    name: typeof name === 'string' ? name.slice(0, 100) : '',
    problems: frameProblems(document),
  };
};

const frameProblems = (document: unknown): FieldProblem[] => {
  if (!isRecord(document)) return [{ pointer: '', message: 'must be an object of kind Endpoint' }];
  const { apiVersion, kind, metadata, spec = {} } = document;
  return [
    ...unknown('', document, MEMBERS),
    ...(apiVersion === API_VERSION ? [] : [{ pointer: '/apiVersion', message: `must be ${API_VERSION}` }]),
    ...(kind === KIND ? [] : [{ pointer: '/kind', message: `must be ${KIND}` }]),
    ...(isRecord(metadata)
      ? unknown('/metadata', metadata, METADATA)
      : [{ pointer: '/metadata', message: 'must be given: {"name": …}' }]),
    ...(isRecord(spec)
      ? METADATA.filter((field) => Object.hasOwn(spec, field)).map((field) => ({
          pointer: `/spec/${field}`,
          message: `belongs in metadata: /metadata/${field}`,
        }))
      : [{ pointer: '/spec', message: 'must be an object' }]),
  ];
};

const unknown = (above: string, members: object, known: readonly string[]): FieldProblem[] =>
  Object.keys(members)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      pointer: `${above}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      message: 'is not known here',
    }));

/** A pointer into the wish, as one into its document. */
export const pointerInManifest = (pointer: string): string => {
  const [, field = ''] = pointer.split('/');
  if (pointer === '') return '';
  return METADATA.includes(field) ? `/metadata${pointer}` : `/spec${pointer}`;
};

export type Document = Readonly<{
  apiVersion: string;
  kind: string;
  metadata: Readonly<{ name: string; tags?: unknown }>;
  spec: Readonly<Record<string, unknown>>;
}>;

/** The document that means a spec: applied, it changes nothing. What is as it is by default is left out. */
export const documentFor = (spec: EndpointSpec): Document => {
  const { name, tags, ...fields } = documentOf(spec);
  const said = Object.entries(given(fields)).filter(([field, value]) => !isDefault(field, value));
  return {
    apiVersion: API_VERSION,
    kind: KIND,
    metadata: { name, ...(Object.keys(tags ?? {}).length > 0 && { tags }) },
    spec: Object.fromEntries(said.map(([field, value]) => [field, withoutNulls(value)])),
  };
};

const isDefault = (field: string, value: unknown): boolean =>
  Object.hasOwn(DEFAULTS, field) && canonical(DEFAULTS[field as keyof typeof DEFAULTS]) === canonical(value);

/** Members in one order: stored JSON has them in another than written JSON. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** A null means the same as nothing, and only takes room. */
const withoutNulls = (value: unknown): unknown => (isRecord(value) ? given(value) : value);
