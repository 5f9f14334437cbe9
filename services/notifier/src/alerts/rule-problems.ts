import { type AlertRule, type FieldProblem, metricNamed, refuse } from '@tidegate/contracts';
import { IANAZone } from 'luxon';

/** @throws Refusal request.invalid that names every field that does not go with the others */
export const mustHold = (rule: AlertRule): void => {
  const problems = ruleProblems(rule);
  if (problems.length > 0) refuse('request.invalid', { count: problems.length }, problems);
};

/** What is wrong with a rule whose fields have the right form each. */
export const ruleProblems = (rule: AlertRule): FieldProblem[] => [
  ...metricProblems(rule),
  ...thresholdProblems(rule),
  ...rule.muteWindows.flatMap(({ timeZone }, n) =>
    IANAZone.isValidZone(timeZone)
      ? []
      : [problem(`/muteWindows/${String(n)}/timeZone`, 'must be a time zone like Europe/Berlin or UTC')],
  ),
];

const metricProblems = ({ metric, scope, endpointId }: AlertRule): FieldProblem[] => {
  const known = metricNamed(metric);
  if (!known) return [problem('/metric', 'is no metric: GET /v1/metric-names lists them')];
  if (!known.scopes.includes(scope))
    return [problem('/scope', `must be one of ${known.scopes.join(', ')} for ${metric}`)];
  return scope === 'project' && endpointId !== null
    ? [problem('/endpointId', 'must be null where the whole project is judged')]
    : [];
};

/** What clears must lie on the safe side, else it would fire and be over at once. */
const thresholdProblems = ({ operator, threshold, clearThreshold }: AlertRule): FieldProblem[] => {
  if (clearThreshold === null) return [];
  const isAbove = operator === 'above' || operator === 'at_least';
  if (isAbove ? clearThreshold <= threshold : clearThreshold >= threshold) return [];
  const side = isAbove ? 'at most' : 'at least';
  return [problem('/clearThreshold', `must be ${side} the threshold, ${String(threshold)}`)];
};

const problem = (pointer: string, message: string): FieldProblem => ({ pointer, message });
