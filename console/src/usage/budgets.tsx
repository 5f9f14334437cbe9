import { Progress, Text } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { api } from '../app/api.ts';
import { changedOf, type Field, filledOf, type Option, type Values, without } from '../ui/fields.ts';
import { Facts } from '../ui/facts.tsx';
import { money } from '../ui/format.ts';
import { PAGE } from '../ui/paged.ts';
import { ResourcePage } from '../ui/resource-page.tsx';
import type { Resource } from '../ui/resource.ts';
import { StateWord } from '../ui/state-word.tsx';
import { useEndpoints } from '../ui/use-endpoints.ts';

const ask = (cursor?: string) =>
  unwrap(api.GET('/v1/budgets', { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } }));
type Budget = Awaited<ReturnType<typeof ask>>['items'][number];
const at = ({ id }: Budget) => ({ params: { path: { budgetId: id } } });

const fieldsOf = (endpoints: readonly Option[]): readonly Field[] => [
  { name: 'name', label: 'Name', kind: 'text', required: true, placeholder: 'monthly' },
  { name: 'limitUsd', label: 'USD a month', kind: 'text', required: true, placeholder: '500.00' },
  {
    name: 'endpointId',
    label: 'Endpoint',
    kind: 'select',
    options: endpoints,
    placeholder: 'The whole project',
    fixed: true,
  },
  {
    name: 'thresholdsPercent',
    label: 'Told at percent',
    kind: 'texts',
    placeholder: '50, 80, 100',
    help: 'Channels with the notice budget.threshold_reached are told.',
  },
  {
    name: 'isHard',
    label: 'Hard: puts endpoints to sleep when it is reached',
    kind: 'switch',
  },
];

const bodyOf = (fields: readonly Field[], values: Values) => {
  const { thresholdsPercent, ...rest } = filledOf(fields, values);
  const percents = Array.isArray(thresholdsPercent) ? thresholdsPercent.map(Number) : [];
  return { ...rest, ...(percents.length > 0 && { thresholdsPercent: percents as never }) };
};

const budgetsOf = (fields: readonly Field[], nameOf: (id: string | null) => string): Resource<Budget> => ({
  topic: 'budgets',
  title: 'Budgets',
  about: 'What the project or an endpoint is to cost a month at most.',
  noun: 'a budget',
  ask,
  everyMs: 10_000,
  idOf: ({ id }) => id,
  nameOf: ({ name }) => name,
  columns: [
    { label: 'Name', cell: ({ name }) => name },
    { label: 'Of', cell: ({ endpointId }) => nameOf(endpointId) },
    { label: 'State', cell: ({ state }) => <StateWord state={state} /> },
    {
      label: 'Spent',
      cell: ({ spentNanoUsd, limitNanoUsd, percent, name }) => (
        <div style={{ minWidth: 140 }}>
          <Text size="sm">
            {money(spentNanoUsd)} of {money(limitNanoUsd)}
          </Text>
          <Progress value={Math.min(100, percent)} aria-label={`Spent of ${name}`} />
        </div>
      ),
    },
    { label: 'Kind', cell: ({ isHard }) => (isHard ? 'hard' : 'tells') },
  ],
  empty: {
    sentence: 'No budget: nothing ends spending.',
    command: 'tidegate budget create monthly --limit-usd 500',
  },
  fields,
  usual: { thresholdsPercent: ['50', '80', '100'] },
  createVerb: 'Set',
  create: (values) => unwrap(api.POST('/v1/budgets', { body: bodyOf(fields, values) as never })),
  change: (budget, values, before) => {
    const sent = without(bodyOf(fields, values), 'endpointId');
    return unwrap(api.PATCH('/v1/budgets/{budgetId}', { ...at(budget), body: changedOf(sent, before) }));
  },
  remove: {
    verb: 'Remove',
    loses: 'Endpoints that it has put to sleep may wake again.',
    does: (budget) => unwrap(api.DELETE('/v1/budgets/{budgetId}', at(budget))),
  },
  detail: (budget) => (
    <Facts
      facts={[
        ['Id', budget.id],
        ['State', <StateWord key="state" state={budget.state} />],
        ['Month', budget.period],
        ['Spent', `${money(budget.spentNanoUsd)} of ${money(budget.limitNanoUsd)}, ${budget.percent} %`],
        ['An hour costs', money(budget.burnRateNanoUsdPerHour)],
        ['Told at', budget.thresholdsPercent.map((percent) => `${percent} %`).join(', ')],
        ['Reached', budget.thresholdsReached.map((percent) => `${percent} %`).join(', ') || 'none'],
        [
          'Overshoot',
          budget.overshootBoundNanoUsd === null
            ? 'without bound: it only tells'
            : `at most ${money(budget.overshootBoundNanoUsd)}`,
        ],
      ]}
    />
  ),
});

export const Budgets = () => {
  const { options, nameOf } = useEndpoints();
  return <ResourcePage inside of={budgetsOf(fieldsOf(options), nameOf)} />;
};
