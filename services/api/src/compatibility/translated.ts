import { type FieldProblem, Refusal, refuse } from '@tidegate/contracts';

/** Runs what may refuse fields, and tells their problems in other words. */
export const translated = async <T>(
  run: () => Promise<T>,
  inTheirWords: (problem: FieldProblem) => FieldProblem,
): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Refusal) || error.problems.length === 0) throw error;
    return refuse(error.code, error.params, error.problems.map(inTheirWords));
  }
};

export const refuseIfAny = (problems: readonly FieldProblem[]): void => {
  if (problems.length > 0) refuse('request.invalid', { count: problems.length }, problems);
};
