import type { FieldProblem } from '@tidegate/contracts';
import { isRecord, memberOf } from '../changes/merge-patch.ts';
import type { Judged } from '../configuration/endpoint-wish.ts';
import { problemIf } from '../configuration/facts.ts';

/**
 * A replica that may not have as many requests as it is meant to carry never looks full: others would wait for it for ever,
 * and no second replica would come.
 */
export const limitProblems = ({ limits, scaling }: Judged): FieldProblem[] => {
  const places = memberOf(limits, 'replicaConcurrency');
  const rules = memberOf(scaling, 'rules');
  if (typeof places !== 'number' || !Array.isArray(rules) || memberOf(scaling, 'mode') === 'manual')
    return [];
  return rules.flatMap((rule: unknown, i) => {
    const target = isRecord(rule) && rule['metric'] === 'concurrency' ? rule['target'] : null;
    return problemIf(
      typeof target === 'number' && target > places,
      `/scaling/rules/${i}/target`,
      `must be at most limits.replicaConcurrency, which is ${places}: a replica that may not have more never looks full`,
    );
  });
};
