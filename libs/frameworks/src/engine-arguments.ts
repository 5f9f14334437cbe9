import type { ArgumentValue, EngineArgument, LaunchKind } from './argument.ts';
import type { Framework } from './framework.ts';
import { nearestName } from './nearest.ts';
import { pointerTo, type Problem } from './problem.ts';

// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/;

/** An engine takes an item that begins with a dash for another flag: no value may pass for one. */
const textProblem = (value: unknown, maxLength: number): string | null => {
  if (typeof value !== 'string' || value === '') return 'must be a non-empty text';
  if (value.length > maxLength) return `must be at most ${maxLength} characters long`;
  if (value.startsWith('-')) return 'must not begin with a dash';
  return CONTROL_CHARACTERS.test(value) ? 'must not contain control characters' : null;
};

const numberProblem = (
  value: unknown,
  range: { min: number; max: number; whole: boolean },
): string | null => {
  const { min, max, whole } = range;
  const right =
    typeof value === 'number' && (!whole || Number.isInteger(value)) && value >= min && value <= max;
  return right ? null : `must be a ${whole ? 'whole number' : 'number'} from ${min} to ${max}`;
};

const valueProblem = (argument: EngineArgument, value: unknown): string | null => {
  switch (argument.type) {
    case 'text':
      return textProblem(value, argument.maxLength);
    case 'number':
    case 'integer':
      return numberProblem(value, { ...argument, whole: argument.type === 'integer' });
    case 'switch':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'select':
      return typeof value === 'string' && argument.choices.includes(value)
        ? null
        : `must be one of ${argument.choices.join(', ')}`;
  }
};

const unknownProblem = (framework: Framework, name: string): string => {
  const names = framework.engineArguments.map((argument) => argument.name);
  const nearest = nearestName(name, names);
  const hint = nearest === null ? `it has ${names.join(', ')}` : `did you mean ${nearest}?`;
  return `${framework.title} has no argument "${name.slice(0, 64)}": ${hint}`;
};

/** Everything that is wrong with a user's engine arguments at once; an empty list when they can be rendered. */
export const checkEngineArguments = (
  framework: Framework,
  engineArguments: Readonly<Record<string, unknown>>,
  pointer = '/engineArguments',
): Problem[] =>
  Object.entries(engineArguments).flatMap(([name, value]) => {
    const argument = framework.engineArguments.find((known) => known.name === name);
    if (argument === undefined)
      return [{ pointer: pointerTo(pointer, name), message: unknownProblem(framework, name) }];
    const problem = valueProblem(argument, value);
    return problem === null ? [] : [{ pointer: pointerTo(pointer, name), message: `${name} ${problem}` }];
  });

/** In plain decimals: not every engine reads an exponent, and a negative zero would begin with a dash. */
const decimal = (value: number): string =>
  (value + 0).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });

const renderArgument = (argument: EngineArgument, value: ArgumentValue): readonly string[] => {
  if (argument.type === 'switch') {
    if (value === true) return [argument.flag];
    return argument.offFlag === undefined ? [] : [argument.offFlag];
  }
  return [argument.flag, typeof value === 'number' ? decimal(value) : String(value)];
};

/** What the user gave an argument; undefined when nothing. */
export const givenValue = (
  engineArguments: Readonly<Record<string, ArgumentValue>>,
  name: string,
): ArgumentValue | undefined => (Object.hasOwn(engineArguments, name) ? engineArguments[name] : undefined);

/**
 * Checked arguments as items of an argument list, in the catalogue's order. Only what the user gave is rendered: an
 * engine knows its own defaults. A name that the framework does not declare is never rendered. Throws for an argument
 * that this kind of launch does not have: to leave it out would be to do something else than was asked.
 */
export const renderEngineArguments = (
  framework: Framework,
  engineArguments: Readonly<Record<string, ArgumentValue>>,
  launch: LaunchKind = 'process',
): string[] =>
  framework.engineArguments.flatMap((argument) => {
    const value = givenValue(engineArguments, argument.name);
    if (value === undefined) return [];
    if (argument.onlyIn !== undefined && argument.onlyIn !== launch)
      throw new Error(
        `${framework.title} knows ${argument.name} only in a ${argument.onlyIn}, and this is a ${launch}`,
      );
    return renderArgument(argument, value);
  });
