import { Paper, Stack, Table, Text, Title } from '@mantine/core';
import type { Scaling } from '../endpoint/queries.ts';
import { limitOf, listed } from '../endpoint/words.ts';
import { count, duration } from '../ui/format.ts';
import { Moment } from './moment.tsx';

type Now = NonNullable<Scaling['now']>;
type Inputs = NonNullable<Now['inputs']>;

/** Why it has the replicas it has at this moment: the sentence, the arithmetic, what went in, what holds it back. */
export const WhyNow = ({ now }: Readonly<{ now: Now }>) => (
  <Paper withBorder p="md" component="section" aria-label="Why now">
    <Stack gap="xs">
      <Title order={3} size="h5">
        Why now
      </Title>
      <Text>{now.text}</Text>
      <code className="formula">{now.formula}</code>
      <Text size="sm" c="dimmed">
        {now.limitedBy.length > 0
          ? `Limited by ${listed(now.limitedBy.map(limitOf))}.`
          : 'Nothing holds it back.'}
        {now.mayMoveInSeconds !== null &&
          ` A lower count is possible in ${duration(now.mayMoveInSeconds)} if nothing new happens.`}{' '}
        As of <Moment at={now.at} />.
      </Text>
      {now.inputs && <InputTable inputs={now.inputs} />}
      {now.learned && <Learned learned={now.learned} />}
    </Stack>
  </Paper>
);

const rowsOf = (inputs: Inputs): readonly (readonly [string, string])[] => [
  ['Requests in flight', count(inputs.inFlight)],
  ['Requests waiting', count(inputs.waiting)],
  ['Requests a second', inputs.requestsPerSecond.toFixed(2)],
  ['Replicas: ready, starting, counted', `${inputs.ready}, ${inputs.starting}, ${inputs.current}`],
  ...(inputs.idleSeconds === null ? [] : [['Nothing to do for', duration(inputs.idleSeconds)] as const]),
  ['Lowest and highest of the last minute', `${inputs.lowestOfMinute} and ${inputs.highestOfMinute}`],
  [
    'Bounds',
    `${inputs.bounds.minReplicas} to ${inputs.bounds.maxReplicas}, by ${inputs.bounds.by === 'schedule' ? 'a schedule' : 'the settings'}`,
  ],
  ...inputs.ceilings.map(
    ({ reason, replicas }) => [`Ceiling by ${limitOf(reason)}`, String(replicas)] as const,
  ),
  ...(inputs.heldReplicas > 0
    ? [
        [
          'Held for a while',
          `${inputs.heldReplicas} ${inputs.heldReplicas === 1 ? 'replica' : 'replicas'}, ${duration(inputs.holdEndsInSeconds)} more`,
        ] as const,
      ]
    : []),
  ...(inputs.stale ? ([['Numbers', 'too old: nothing is scaled down']] as const) : []),
  ...inputs.demands.map(
    ({ metric, value, target, replicas }) =>
      [
        `Rule ${metric}, target ${count(target)}`,
        `${value === null ? 'unknown' : value.toFixed(2)} now, wants ${replicas}`,
      ] as const,
  ),
];

const InputTable = ({ inputs }: Readonly<{ inputs: Inputs }>) => (
  <div className="scroll-x" tabIndex={0} role="region" aria-label="Inputs of the decision">
    <Table aria-label="Inputs">
      <Table.Tbody>
        {rowsOf(inputs).map(([label, value]) => (
          <Table.Tr key={label}>
            <Table.Th scope="row" fw={400}>
              {label}
            </Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </div>
);

const Learned = ({ learned }: Readonly<{ learned: NonNullable<Now['learned']> }>) => {
  const { serviceSeconds, startSeconds, starts, gaps, forecastError, idlePlan } = learned;
  return (
    <Text size="sm" c="dimmed">
      Learned: an answer takes {duration(serviceSeconds)};{' '}
      {startSeconds === null
        ? 'no start was measured yet'
        : `a start ${duration(startSeconds)} (of the last ${starts.length})`}
      ; {gaps.seen} pauses seen; forecasts are off by {Math.round(100 * forecastError)} %.
      {idlePlan && ` The last replica stays ${duration(idlePlan.keepSeconds)} with nothing to do.`}
    </Text>
  );
};
