import { type FieldProblem, refuse } from '@tidegate/contracts';

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * The merge patch (RFC 7396) that a field mask makes of a wish: each field of the mask as it is in the wish, or null, which
 * returns it to its default. A path leads through messages, e.g. `scaling.max_replicas`.
 * @throws Refusal request.invalid for a path that is none
 */
export const patchOf = (wish: Json, paths: readonly string[]): Json => {
  const problems: FieldProblem[] = [];
  let patch: Json = {};
  for (const path of paths) {
    const steps = path.split('.').map(camel);
    if (steps.every((step) => /^[a-zA-Z][a-zA-Z0-9]*$/.test(step)) && steps.length <= 4)
      patch = set(patch, steps, valueAt(wish, steps));
    else problems.push({ pointer: '/updateMask', message: `“${path.slice(0, 100)}” is no field` });
  }
  return problems.length > 0 ? refuse('request.invalid', { count: problems.length }, problems) : patch;
};

const valueAt = (wish: unknown, [step, ...rest]: readonly string[]): unknown => {
  if (step === undefined) return wish ?? null;
  return isRecord(wish) && Object.hasOwn(wish, step) ? valueAt(wish[step], rest) : null;
};

const set = (patch: Json, [step = '', ...rest]: readonly string[], value: unknown): Json => {
  const inner = Object.hasOwn(patch, step) ? patch[step] : undefined;
  return { ...patch, [step]: rest.length === 0 ? value : set(isRecord(inner) ? inner : {}, rest, value) };
};
