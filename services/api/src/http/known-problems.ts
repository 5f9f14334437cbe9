import type { FieldProblem } from '@tidegate/contracts';

/** Those of fields that are not already known to be wrong, nor lie in one that is. */
export const besides = (
  known: readonly FieldProblem[],
  found: readonly FieldProblem[],
): readonly FieldProblem[] => {
  const wrong = new Set(known.map(({ pointer }) => pointer));
  return found.filter(({ pointer }) => !isWithin(pointer, wrong));
};

const isWithin = (pointer: string, wrong: ReadonlySet<string>): boolean => {
  for (let part = pointer; part !== ''; part = part.slice(0, part.lastIndexOf('/')))
    if (wrong.has(part)) return true;
  return wrong.has('');
};
