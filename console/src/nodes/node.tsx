import { Anchor, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Ago } from '../ui/ago.tsx';
import { Facts } from '../ui/facts.tsx';
import { bytes } from '../ui/format.ts';
import { Page } from '../ui/page.tsx';
import type { Paged } from '../ui/paged.ts';
import { Problem } from '../ui/problem.tsx';
import { ResourceTable } from '../ui/resource-table.tsx';
import { Section } from '../ui/section.tsx';
import { StateWord } from '../ui/state-word.tsx';
import { useParam } from '../ui/use-param.ts';
import { useProject } from '../ui/use-project.ts';
import { NodeActions } from './actions.tsx';
import { DrainProgress } from './drain.tsx';
import { HeatMap, Legend } from './heat-map.tsx';
import { cellsOf, summaryOf } from './pool.ts';
import { type Node, nodeOf, type PoolReplica, replicasOfProject } from './queries.ts';

const MIB = 1024 * 1024;
const MILLIS = 1000;

const whole = (items: readonly PoolReplica[] | undefined): Paged<PoolReplica> => ({
  items,
  error: null,
  hasMore: false,
  isLoadingMore: false,
  more: () => undefined,
});

export default function NodePage() {
  const nodeId = useParam('nodeId');
  const { data: node, error } = useQuery(nodeOf(nodeId));
  if (node) return <Shown node={node} />;
  return <Page title="Node">{error ? <Problem error={error} /> : <Skeleton height={240} />}</Page>;
}

const Shown = ({ node }: Readonly<{ node: Node }>) => {
  const navigate = useNavigate();
  const { projectId, isOperator } = useProject();
  const { data: replicas } = useQuery(replicasOfProject(projectId));
  const here = replicas?.filter((replica) => replica.nodeId === node.id);
  const others = node.replicas - (here?.length ?? 0);
  return (
    <Page
      title={node.hostname}
      about={summaryOf(node)}
      actions={isOperator && <NodeActions node={node} onGone={() => void navigate({ to: '/nodes' })} />}
    >
      <DrainProgress node={node} />
      <Section title="GPUs">
        <HeatMap node={node} />
        {node.capacity.gpus.length > 0 && <Legend />}
        <GpuTable node={node} />
      </Section>
      <Section title="What runs here">
        {projectId !== undefined && (
          <ResourceTable
            label="Replicas on this node"
            paged={whole(here)}
            idOf={({ id }) => id}
            empty={{ sentence: 'No replica of this project.' }}
            columns={[
              {
                label: 'Endpoint',
                cell: ({ endpointId, endpointName }) => (
                  <Anchor
                    fz="inherit"
                    underline="hover"
                    component={Link}
                    to="/endpoints/$endpointId/replicas"
                    params={{ endpointId } as never}
                  >
                    {endpointName}
                  </Anchor>
                ),
              },
              { label: 'Replica', cell: ({ id }) => id },
              { label: 'State', cell: ({ state }) => <StateWord state={state} /> },
              { label: 'Hardware', cell: ({ hardwareId }) => hardwareId },
              {
                label: 'Since',
                cell: ({ startedAt, requestedAt }) => <Ago at={startedAt ?? requestedAt} />,
              },
            ]}
          />
        )}
        {others > 0 && <Text size="sm">and {others} of other projects or on the way</Text>}
      </Section>
      <Section title="About">
        <About node={node} />
      </Section>
    </Page>
  );
};

const GpuTable = ({ node }: Readonly<{ node: Node }>) => (
  <Facts
    facts={cellsOf(node).map(({ index, model, givenMib, memoryMib, island, simulated }) => [
      `GPU ${index}`,
      `${model}${simulated ? ' (simulated)' : ''}: ${bytes(givenMib * MIB)} of ${bytes(memoryMib * MIB)} given` +
        (island === null ? '' : `, island ${island}`),
    ])}
  />
);

const About = ({ node }: Readonly<{ node: Node }>) => (
  <Facts
    facts={[
      ['Id', node.id],
      ['State', <StateWord key="state" state={node.state} />],
      ['Seen', <Ago key="seen" at={node.lastSeenAt} />],
      ['Cluster', `${node.cluster}${node.zone === null ? '' : `, zone ${node.zone}`}`],
      ['Driver', node.driver],
      ['CPU', `${node.free.vcpuMillis / MILLIS} of ${node.capacity.vcpuMillis / MILLIS} vCPU free`],
      ['Memory', `${bytes(node.free.memoryMib * MIB)} of ${bytes(node.capacity.memoryMib * MIB)} free`],
      ['Disk', `${bytes(node.free.diskMib * MIB)} of ${bytes(node.capacity.diskMib * MIB)} free`],
      [
        'Labels',
        Object.entries(node.labels)
          .map(([label, value]) => `${label}=${value}`)
          .join(', ') || 'none',
      ],
      ['Taints', node.taints.join(', ') || 'none'],
    ]}
  />
);
