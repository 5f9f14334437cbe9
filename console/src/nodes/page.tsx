import { Anchor, Button, Group, Paper, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Ago } from '../ui/ago.tsx';
import { Empty } from '../ui/empty.tsx';
import { bytes } from '../ui/format.ts';
import { Page } from '../ui/page.tsx';
import { usePaged, type Paged } from '../ui/paged.ts';
import { Problem } from '../ui/problem.tsx';
import { ResourceTable } from '../ui/resource-table.tsx';
import { StateWord } from '../ui/state-word.tsx';
import { useProject } from '../ui/use-project.ts';
import { NodeActions } from './actions.tsx';
import { DrainProgress } from './drain.tsx';
import { HeatMap, Legend } from './heat-map.tsx';
import { cellsOf, modelsOf, poolSummary, usedOf } from './pool.ts';
import { EVERY_MS, type Node, nodePage, replicasOfProject } from './queries.ts';
import { Waiting } from './waiting.tsx';

const MIB = 1024 * 1024;

export default function Nodes() {
  const [asTable, setAsTable] = useState(false);
  const { projectId, isOperator } = useProject();
  const paged = usePaged(['nodes', 'list'], nodePage, { everyMs: EVERY_MS });
  const { data: replicas } = useQuery(replicasOfProject(projectId));
  const nodes = paged.items;
  return (
    <Page
      title="Nodes"
      about={nodes ? poolSummary(nodes) : 'The machines that run replicas.'}
      actions={
        <Button size="xs" variant="default" onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Show as map' : 'Show as table'}
        </Button>
      }
    >
      <Pool paged={paged} asTable={asTable} isOperator={isOperator} />
      {replicas && <Waiting replicas={replicas} />}
    </Page>
  );
}

type PoolProps = Readonly<{ paged: Paged<Node>; asTable: boolean; isOperator: boolean }>;

const Pool = ({ paged, asTable, isOperator }: PoolProps) => {
  const nodes = paged.items;
  if (paged.error) return <Problem error={paged.error} doing="Listing nodes" />;
  if (!nodes) return <Skeleton height={180} aria-label="Nodes: loading" />;
  if (nodes.length === 0)
    return (
      <Empty
        sentence="No node has joined. A machine joins when its agent starts."
        command="npm start -- --simulate-gpus 8xH100"
      />
    );
  if (asTable) return <AsTable paged={paged} />;
  return (
    <>
      <AsMap nodes={nodes} isOperator={isOperator} />
      {paged.hasMore && (
        <Button variant="default" size="xs" loading={paged.isLoadingMore} onClick={paged.more}>
          Show more
        </Button>
      )}
    </>
  );
};

const AsMap = ({ nodes, isOperator }: Readonly<{ nodes: readonly Node[]; isOperator: boolean }>) => (
  <Stack gap="sm">
    {nodes.some(({ capacity }) => capacity.gpus.length > 0) && <Legend />}
    <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
      {nodes.map((node) => (
        <Paper key={node.id} withBorder p="md" component="article" aria-label={node.hostname}>
          <Stack gap="sm">
            <Group justify="space-between">
              <Anchor component={Link} to="/nodes/$nodeId" params={{ nodeId: node.id } as never} fw={600}>
                {node.hostname}
              </Anchor>
              <StateWord state={node.state} />
            </Group>
            <Text size="sm">
              {[
                node.cluster,
                node.driver,
                node.zone,
                modelsOf(cellsOf(node)),
                node.simulated ? 'simulated' : null,
              ]
                .filter(Boolean)
                .join(' · ')}
            </Text>
            <HeatMap node={node} />
            <Text size="sm">
              {node.replicas === 1 ? '1 replica' : `${node.replicas} replicas`} · CPU{' '}
              {usedOf(node.capacity.vcpuMillis, node.free.vcpuMillis)} % · memory{' '}
              {usedOf(node.capacity.memoryMib, node.free.memoryMib)} % of{' '}
              {bytes(node.capacity.memoryMib * MIB)} given · seen <Ago at={node.lastSeenAt} />
            </Text>
            <DrainProgress node={node} />
            {isOperator && <NodeActions node={node} />}
          </Stack>
        </Paper>
      ))}
    </SimpleGrid>
  </Stack>
);

const AsTable = ({ paged }: Readonly<{ paged: Paged<Node> }>) => (
  <ResourceTable
    label="Nodes and their GPUs"
    paged={paged}
    idOf={({ id }) => id}
    empty={{ sentence: 'No node.' }}
    columns={[
      { label: 'Node', cell: ({ hostname }) => hostname },
      { label: 'State', cell: ({ state }) => <StateWord state={state} /> },
      { label: 'Replicas', right: true, cell: ({ replicas }) => replicas },
      {
        label: 'GPUs: memory given',
        cell: (node) => (
          <Stack gap={0}>
            {cellsOf(node).map(({ index, model, givenMib, memoryMib }) => (
              <Text key={index} size="sm">
                {index} {model}: {bytes(givenMib * MIB)} of {bytes(memoryMib * MIB)}
              </Text>
            ))}
            {node.capacity.gpus.length === 0 && 'none'}
          </Stack>
        ),
      },
    ]}
  />
);
