import type { FieldProblem } from '@tidegate/contracts';

/** Deeper than anything a request means, and far from what recursion can bear. */
const DEEPEST = 16;

/** One step of a JSON pointer (RFC 6901). */
export const step = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * What no store or log can hold: NUL, and halves of surrogate pairs; and nesting without end.
 * Looked for in every string and every key, before anything else looks at the body.
 */
export const textProblems = (value: unknown, pointer = '', depth = 0): FieldProblem[] => {
  if (typeof value === 'string') return isText(value) ? [] : [{ pointer, message: NOT_TEXT }];
  if (typeof value !== 'object' || value === null) return [];
  if (depth >= DEEPEST) return [{ pointer, message: `is nested deeper than ${String(DEEPEST)} levels` }];
  return Object.entries(value).flatMap(([key, inner]) =>
    isText(key) ? textProblems(inner, pointer + step(key), depth + 1) : [{ pointer, message: NOT_A_KEY }],
  );
};

const NOT_TEXT = 'must not contain NUL or half of a surrogate pair';
const NOT_A_KEY = 'must have no key that contains NUL or half of a surrogate pair';
const isText = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
