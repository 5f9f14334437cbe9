import { changedOf, type Field, filledOf, type Option, optionsOf, type Values } from '../ui/fields.ts';

const OPERATORS: readonly Option[] = [
  { value: 'above', label: 'above (>)' },
  { value: 'at_least', label: 'at least (≥)' },
  { value: 'below', label: 'below (<)' },
  { value: 'at_most', label: 'at most (≤)' },
];

type Known = Readonly<{
  metrics: readonly string[];
  endpoints: readonly Option[];
  channels: readonly Option[];
}>;

export const fieldsOf = (known: Known): readonly Field[] => [...measured(known), ...told(known)];

/** What is measured, and when it fires. */
const measured = ({ metrics }: Known): readonly Field[] => [
  { name: 'name', label: 'Name', kind: 'text', required: true, placeholder: 'Answers are slow' },
  {
    name: 'metric',
    label: 'Metric',
    kind: 'suggest',
    required: true,
    options: optionsOf(metrics),
    placeholder: 'Choose or type',
  },
  { name: 'operator', label: 'Fires when it is', kind: 'select', required: true, options: OPERATORS },
  { name: 'threshold', label: 'Threshold', kind: 'number', required: true },
  {
    name: 'aggregate',
    label: 'Aggregate',
    kind: 'select',
    options: optionsOf(['avg', 'max', 'min', 'sum', 'last', 'p50', 'p95', 'p99']),
  },
  { name: 'windowSeconds', label: 'Over the last seconds', kind: 'number' },
  { name: 'forSeconds', label: 'For at least seconds', kind: 'number', help: 'Before it fires.' },
  {
    name: 'keepFiringForSeconds',
    label: 'Keeps firing for seconds',
    kind: 'number',
    help: 'After the value is good again.',
  },
  { name: 'clearThreshold', label: 'Clears at', kind: 'number', help: 'Empty: at the threshold.' },
];

/** Of whom, and who is told. */
const told = ({ endpoints, channels }: Known): readonly Field[] => [
  {
    name: 'severity',
    label: 'Severity',
    kind: 'select',
    required: true,
    options: optionsOf(['info', 'warning', 'critical']),
  },
  {
    name: 'scope',
    label: 'Of each',
    kind: 'select',
    required: true,
    options: optionsOf(['endpoint', 'replica', 'project']),
  },
  {
    name: 'endpointId',
    label: 'Endpoint',
    kind: 'select',
    options: endpoints,
    placeholder: 'All of the project',
    when: ({ scope }) => scope !== 'project',
  },
  {
    name: 'noData',
    label: 'Without data',
    kind: 'select',
    options: [
      { value: 'ok', label: 'is fine' },
      { value: 'alert', label: 'fires' },
      { value: 'keep', label: 'stays as it was' },
    ],
  },
  { name: 'repeatEverySeconds', label: 'Told again every seconds', kind: 'number', help: 'Empty: once.' },
  {
    name: 'channelIds',
    label: 'Channels',
    kind: 'many',
    options: channels,
    placeholder: 'Who is told',
  },
];

export const USUAL = {
  operator: 'above',
  aggregate: 'avg',
  windowSeconds: 300,
  forSeconds: 60,
  severity: 'warning',
  scope: 'endpoint',
  noData: 'ok',
} as const;

/** Fields that mean “none” when they are empty. */
const MAY_BE_NONE = ['clearThreshold', 'repeatEverySeconds', 'endpointId'] as const;

export const changeOf = (
  fields: readonly Field[],
  values: Values,
  before: Values,
): Record<string, unknown> => ({
  ...changedOf(filledOf(fields, values), before),
  ...Object.fromEntries(
    MAY_BE_NONE.filter((name) => values[name] === '' && before[name] !== '').map((name) => [name, null]),
  ),
});

const SIGNS = { above: '>', at_least: '≥', below: '<', at_most: '≤' } as const;

type Rule = Readonly<{
  metric: string;
  aggregate: string;
  windowSeconds: number;
  operator: keyof typeof SIGNS;
  threshold: number;
  forSeconds: number;
}>;

/** A rule as one reads it: `avg of queue_depth over 300 s > 8 for 60 s`. */
export const ruleOf = ({ metric, aggregate, windowSeconds, operator, threshold, forSeconds }: Rule): string =>
  `${aggregate} of ${metric} over ${windowSeconds} s ${SIGNS[operator]} ${threshold}` +
  (forSeconds > 0 ? ` for ${forSeconds} s` : '');
