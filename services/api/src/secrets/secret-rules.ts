import type { FieldProblem } from '@tidegate/contracts';

/** What 128 of them make is far below what one message of the bus may hold. */
export const LONGEST_VALUE_BYTES = 32 * 1024;

/** The credentials of an image's registry stand among the variables under a name that no variable can have. */
export const CREDENTIALS = 'image.credentials';

export const pointerTo = (name: string): string =>
  name === CREDENTIALS
    ? '/image/credentials'
    : `/secrets/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Values that no replica could be given. */
export const valueProblems = (values: Readonly<Record<string, string>>): FieldProblem[] =>
  Object.entries(values)
    .filter(([, value]) => new TextEncoder().encode(value).length > LONGEST_VALUE_BYTES)
    .map(([name]) => ({
      pointer: pointerTo(name),
      message: `must have at most ${String(LONGEST_VALUE_BYTES)} bytes`,
    }));
