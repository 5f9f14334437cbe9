import { Button, Code, Collapse, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { type Endpoint, endpointOf, got } from '../endpoint/queries.ts';
import { Copy } from '../ui/copy.tsx';
import { Facts } from '../ui/facts.tsx';
import { localOf, Moment, momentOf } from '../ui/moment.tsx';
import { Problem } from '../ui/problem.tsx';
import { Section } from '../ui/section.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { When } from '../ui/when.tsx';
import { differences, shown } from './diff.ts';

type Props = Readonly<{
  endpointId: string;
  asOf: string | undefined;
  onChoose: (at: string | undefined) => void;
}>;

/** What the endpoint was at a moment, and what is different now. */
export const AsOf = ({ endpointId, asOf, onChoose }: Props) => (
  <Section
    title="As it was"
    about="The endpoint at any moment since it was made, from its events."
    actions={
      <Group align="flex-end" gap="xs">
        <When label="At" value={localOf(asOf)} onChange={(local) => onChoose(momentOf(local))} />
        {asOf !== undefined && (
          <Button variant="default" onClick={() => onChoose(undefined)}>
            Now
          </Button>
        )}
      </Group>
    }
  >
    {asOf !== undefined && <Then endpointId={endpointId} asOf={asOf} />}
  </Section>
);

const Then = ({ endpointId, asOf }: Readonly<{ endpointId: string; asOf: string }>) => {
  const { data: now } = useQuery(endpointOf(endpointId));
  const { data: then, error } = useQuery({
    queryKey: ['as-of', endpointId, asOf],
    queryFn: () =>
      got<Endpoint>(
        api.GET('/v1/endpoints/{endpointId}', { params: { path: { endpointId }, query: { asOf } } }),
      ),
    staleTime: Infinity,
  });
  const [isOpen, { toggle }] = useDisclosure();
  if (error) return <Problem error={error} doing="Reading what it was" />;
  if (!then) return <Skeleton h={80} />;
  const changed = now ? differences(then, now).filter(({ pointer }) => pointer !== '/updatedAt') : [];
  return (
    <Stack gap="sm">
      <Facts
        facts={[
          ['At', <Moment key="at" at={asOf} />],
          ['State', <StateBadge key="state" {...then} />],
          ['Why', then.reason.message],
          ['Revision', String(then.revision)],
          ['Replicas', `${then.replicas.ready} ready of ${then.replicas.desired}`],
        ]}
      />
      {changed.length === 0 ? (
        <Text size="sm">It is the same now.</Text>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label="What is different now">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Field</Table.Th>
                <Table.Th scope="col">Then</Table.Th>
                <Table.Th scope="col">Now</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {changed.map(({ pointer, from, to }) => (
                <Table.Tr key={pointer}>
                  <Table.Th scope="row">
                    <Code>{pointer}</Code>
                  </Table.Th>
                  <Table.Td>{shown(from)}</Table.Td>
                  <Table.Td>{shown(to)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <Group>
        <Button size="compact-sm" variant="default" onClick={toggle} aria-expanded={isOpen}>
          {isOpen ? 'Hide the JSON' : 'Show the JSON'}
        </Button>
      </Group>
      <Collapse expanded={isOpen}>
        <Copy block text={JSON.stringify(then, null, 2)} label="Copy the JSON" />
      </Collapse>
    </Stack>
  );
};
