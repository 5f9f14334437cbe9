import type { FieldProblem } from '@tidegate/contracts';

/** Deeper than anything a request means, and far from what recursion can bear. */
const DEEPEST = 16;

/** One step of a JSON pointer (RFC 6901). */
export const step = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Names that mean an object's prototype to whoever copies it member by member. */
const POISON = ['__proto__', 'constructor'];

/**
 * What no store or log can hold: NUL, and halves of surrogate pairs; keys that poison prototypes; and nesting without end.
 * Looked for in every string and every key, before anything else looks at the body.
 */
export const textProblems = (value: unknown, pointer = '', depth = 0): FieldProblem[] => {
  if (typeof value === 'string') return isText(value) ? [] : [{ pointer, message: NOT_TEXT }];
  if (typeof value !== 'object' || value === null) return [];
  if (depth >= DEEPEST) return [{ pointer, message: `is nested deeper than ${String(DEEPEST)} levels` }];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (!isText(key)) return [{ pointer, message: NOT_A_KEY }];
    const below = pointer + step(key);
    return POISON.includes(key)
      ? [{ pointer: below, message: 'is a name that nothing can have here' }]
      : textProblems(inner, below, depth + 1);
  });
};

const NOT_TEXT = 'must not contain NUL or half of a surrogate pair';
const NOT_A_KEY = 'must have no key that contains NUL or half of a surrogate pair';
const isText = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
