import type { FieldProblem } from '@tidegate/contracts';
import { checkEnvironment } from '@tidegate/frameworks';
import { isRecord } from '../changes/merge-patch.ts';
import { type Judged, given } from '../configuration/endpoint-wish.ts';
import { type Facts, problem, problemIf } from '../configuration/facts.ts';

const MOST_VARIABLES = 128;
const MOST_TAGS = 32;
const TAG_NAME = /^[A-Za-z0-9](?:[\w./-]{0,61}[A-Za-z0-9])?$/;
const LONGEST_TAG_VALUE = 256;

const pointerTo = (field: string, name: string): string =>
  `/${field}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** What a process finds in its environment, in clear and sealed; and the tags it is found by. */
export const variableProblems = ({ environment, secrets, tags }: Judged, { kept }: Facts): FieldProblem[] => {
  const clear = isRecord(environment) ? given(environment) : {};
  const sealed = isRecord(secrets) ? secrets : {};
  return [
    ...tooMany('environment', clear),
    ...tooMany('secrets', sealed),
    ...checkEnvironment(clear),
    ...secretProblems(sealed),
    ...collisions(clear, [...Object.keys(given(sealed)), ...Object.keys(kept.secrets)]),
    ...tagProblems(tags),
  ];
};

const tooMany = (field: string, variables: object): FieldProblem[] => {
  const count = Object.keys(variables).length;
  return problemIf(
    count > MOST_VARIABLES,
    `/${field}`,
    `must have at most ${MOST_VARIABLES} variables, and has ${count}`,
  );
};

/** A value of null takes a secret away: only its name is looked at. */
const secretProblems = (secrets: Readonly<Record<string, unknown>>): FieldProblem[] => {
  const named = Object.entries(secrets).map(([name, value]) => [name, value ?? 'x'] as const);
  const empty = named.filter(([, value]) => value === '');
  return [
    ...checkEnvironment(Object.fromEntries(named), '/secrets'),
    ...empty.map(([name]) =>
      problem(pointerTo('secrets', name), 'must not be empty: null takes a secret away'),
    ),
  ];
};

/** One name, two values: which one the process would see nobody could say. */
const collisions = (environment: object, secrets: readonly string[]): FieldProblem[] =>
  [...new Set(secrets)]
    .filter((name) => Object.hasOwn(environment, name))
    .map((name) =>
      problem(
        pointerTo('secrets', name),
        `${name} is in the environment too: take it away from one of the two, with null`,
      ),
    );

const tagProblems = (tags: unknown): FieldProblem[] => {
  if (!isRecord(tags)) return [];
  const entries = Object.entries(given(tags));
  if (entries.length > MOST_TAGS)
    return [problem('/tags', `must be at most ${MOST_TAGS}, and are ${entries.length}`)];
  return entries.flatMap(([name, value]) => [
    ...problemIf(
      !TAG_NAME.test(name),
      pointerTo('tags', name),
      'has a name that is none: 1 to 63 letters, digits and - _ . /, with a letter or digit at both ends',
    ),
    ...problemIf(
      typeof value !== 'string' || value.length > LONGEST_TAG_VALUE,
      pointerTo('tags', name),
      `must be a text of at most ${LONGEST_TAG_VALUE} characters`,
    ),
  ]);
};
