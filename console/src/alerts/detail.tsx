import { Stack, Text, Title } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { api } from '../app/api.ts';
import { Ago } from '../ui/ago.tsx';
import { PAGE, usePaged } from '../ui/paged.ts';
import { ResourceTable } from '../ui/resource-table.tsx';
import { StateWord } from '../ui/state-word.tsx';

const EVERY_MS = 10_000;

type Props = Readonly<{ alertId: string; nameOf: (endpointId: string | null) => string }>;

/** Of what a row tells: a replica, an endpoint, or the whole project. */
const whoOf =
  (nameOf: Props['nameOf']) =>
  ({ endpointId, replicaId }: Readonly<{ endpointId: string | null; replicaId: string | null }>): string =>
    replicaId === null ? nameOf(endpointId) : `${nameOf(endpointId)} ${replicaId}`;

/** What an alert says now of each, and each time that it fired or was resolved. */
export const AlertDetail = ({ alertId, nameOf }: Props) => {
  const at = (cursor: string | undefined) => ({
    params: { path: { alertId }, query: { limit: PAGE, ...(cursor && { cursor }) } },
  });
  const now = usePaged(
    ['alerts', alertId, 'instances'],
    (cursor) => unwrap(api.GET('/v1/alerts/{alertId}/instances', at(cursor))),
    { everyMs: EVERY_MS },
  );
  const history = usePaged(
    ['alerts', alertId, 'history'],
    (cursor) => unwrap(api.GET('/v1/alerts/{alertId}/history', at(cursor))),
    { everyMs: EVERY_MS },
  );
  const who = whoOf(nameOf);
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        Now
      </Title>
      <ResourceTable
        label="Instances"
        paged={now}
        idOf={({ endpointId, replicaId }) => `${endpointId} ${replicaId}`}
        empty={{ sentence: 'It was not evaluated yet, or there is nothing to evaluate.' }}
        columns={[
          { label: 'Of', cell: who },
          { label: 'State', cell: ({ state }) => <StateWord state={state} /> },
          { label: 'Value', right: true, cell: ({ value }) => value ?? 'no data' },
          { label: 'Since', cell: ({ since }) => <Ago at={since} /> },
        ]}
      />
      <Title order={3} size="h5">
        History
      </Title>
      <ResourceTable
        label="History"
        paged={history}
        idOf={(row) => `${who(row)} ${row.number} ${row.to}`}
        empty={{ sentence: 'It never fired.' }}
        columns={[
          { label: 'When', cell: ({ at: when }) => <Ago at={when} /> },
          { label: 'Of', cell: who },
          { label: 'To', cell: ({ to }) => <StateWord state={to} /> },
          {
            label: 'Value',
            right: true,
            cell: ({ value, threshold, cause }) => (
              <Text size="sm">
                {value ?? cause.replace('_', ' ')} (threshold {threshold})
              </Text>
            ),
          },
          { label: 'Muted', cell: ({ isMuted }) => (isMuted ? 'yes' : '') },
        ]}
      />
    </Stack>
  );
};
