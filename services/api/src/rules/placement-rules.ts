import { type FieldProblem, PRIORITY } from '@tidegate/contracts';
import { isRecord, memberOf } from '../changes/merge-patch.ts';
import { type Judged, given } from '../configuration/endpoint-wish.ts';
import { type Facts, mostPriority, problem, problemIf } from '../configuration/facts.ts';
import { isLabelName, isLabelValue } from './grammars.ts';

const MOST_LABELS = 16;
const NAME_RULE = 'must be 1 to 63 letters, digits and - _ . /, with a letter or digit at both ends';

/** Where replicas may run, and whose turn it is. */
export const placementProblems = ({ placement }: Judged, facts: Facts): FieldProblem[] => [
  ...labelProblems(memberOf(placement, 'nodeLabels')),
  ...nameProblems('/placement/tolerations', memberOf(placement, 'tolerations')),
  ...nameProblems('/placement/zones', memberOf(placement, 'zones')),
  ...priorityProblems(memberOf(placement, 'priority'), facts),
];

const labelProblems = (labels: unknown): FieldProblem[] => {
  if (!isRecord(labels)) return [];
  const entries = Object.entries(given(labels));
  if (entries.length > MOST_LABELS)
    return [
      problem('/placement/nodeLabels', `must have at most ${MOST_LABELS} labels, and has ${entries.length}`),
    ];
  return entries.flatMap(([name, value]) => {
    const pointer = `/placement/nodeLabels/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return [
      ...problemIf(!isLabelName(name), pointer, `has a name that no label has: it ${NAME_RULE}`),
      ...problemIf(
        typeof value !== 'string' || !isLabelValue(value),
        pointer,
        'must be a text of at most 63 letters, digits and - _ . /, as the node says it: see GET /v1/nodes',
      ),
    ];
  });
};

/** Names in a list, each once. */
const nameProblems = (pointer: string, names: unknown): FieldProblem[] =>
  (Array.isArray(names) ? (names as unknown[]) : []).flatMap((name, i, all) =>
    typeof name === 'string'
      ? [
          ...problemIf(!isLabelName(name), `${pointer}/${i}`, NAME_RULE),
          ...problemIf(all.indexOf(name) < i, `${pointer}/${i}`, 'is there twice: take one away'),
        ]
      : [],
  );

const priorityProblems = (priority: unknown, facts: Facts): FieldProblem[] => {
  const most = mostPriority(facts);
  return problemIf(
    typeof priority === 'number' && priority > most,
    '/placement/priority',
    `must be at most ${most}, the limit of this project (${PRIORITY.highest} is the highest there is): ` +
      'ask for less, or the operator for more',
  );
};
