import { type EndpointSpec, FIELD_CLASSES, type FieldProblem } from '@tidegate/contracts';

type Field = keyof EndpointSpec;
type Class = (typeof FIELD_CLASSES)[Field];
type FieldsOf<Wanted extends Class> = {
  [Key in Field]: (typeof FIELD_CLASSES)[Key] extends Wanted ? Key : never;
}[Field];

/** What replicas run: the fields that need new ones when they change. */
export type Template = Readonly<Pick<EndpointSpec, FieldsOf<'rolling'>>>;

const fieldsOf = (wanted: Class): Field[] =>
  (Object.keys(FIELD_CLASSES) as Field[]).filter((field) => FIELD_CLASSES[field] === wanted);
const ROLLING = fieldsOf('rolling');

export const templateOf = (spec: EndpointSpec): Template =>
  Object.fromEntries(ROLLING.map((field) => [field, spec[field]])) as unknown as Template;

/**
 * What differs, as JSON pointers (RFC 6901). Objects are compared field by field, lists as a whole: which of its items
 * moved is nobody’s question.
 */
export const changedPointers = (before: EndpointSpec, after: EndpointSpec): string[] =>
  differences(before, after, '');

const differences = (before: unknown, after: unknown, pointer: string): string[] => {
  if (isRecord(before) && isRecord(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differences(before[key], after[key], `${pointer}/${escaped(key)}`),
    );
  return isSame(before, after) ? [] : [pointer];
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSame = (before: unknown, after: unknown): boolean => {
  if (Array.isArray(before) && Array.isArray(after))
    return before.length === after.length && before.every((item, n) => isSame(item, after[n]));
  return isRecord(before) && isRecord(after)
    ? differences(before, after, '').length === 0
    : Object.is(before, after);
};

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const classOf = (pointer: string): Class | undefined =>
  (FIELD_CLASSES as Readonly<Record<string, Class | undefined>>)[pointer.split('/')[1] ?? ''];

export const needsReplicas = (changed: readonly string[]): boolean =>
  changed.some((pointer) => classOf(pointer) === 'rolling');

/** What may not change while the endpoint lives. */
export const immutableProblems = (changed: readonly string[]): FieldProblem[] =>
  changed
    .filter((pointer) => classOf(pointer) === 'immutable')
    .map((pointer) => ({ pointer, message: 'cannot be changed: create another endpoint' }));

type Commitment = EndpointSpec['commitment'];

/** Until when it may be neither stopped nor deleted; null when it may be at any time. */
export const committedUntil = ({ commitment }: EndpointSpec): string | null =>
  commitment.kind === 'reserved' ? commitment.until : null;

export const isCommitted = (spec: EndpointSpec, at: string): boolean =>
  endOf(spec.commitment) > Date.parse(at);

/** Whether a reservation would end sooner than it does. One that is over by `at` binds nobody. */
export const isShortened = (before: Commitment, after: Commitment, at: string | undefined): boolean =>
  endOf(after) < endOf(before) && (at === undefined || endOf(before) > Date.parse(at));

export const longer = (one: Commitment, other: Commitment): Commitment =>
  endOf(other) > endOf(one) ? other : one;

const endOf = (commitment: Commitment): number =>
  commitment.kind === 'reserved' ? Date.parse(commitment.until) : -Infinity;
