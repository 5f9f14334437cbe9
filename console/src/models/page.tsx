import { Anchor, Badge, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { frameworks } from '../create/queries.ts';
import { endpointList } from '../endpoints/queries.ts';
import { Empty } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { type Model, modelsOf } from './models.ts';
import { SizeAModel } from './size.tsx';

export default function Models() {
  const { data, error } = useQuery(endpointList());
  const models = modelsOf(data?.items ?? []);
  return (
    <Page title="Models" about="What endpoints serve here, and what a model would need.">
      {error && <Problem error={error} doing="Listing endpoints" />}
      <SizeAModel />
      {data && models.length === 0 && (
        <Empty
          sentence="No endpoint serves a model yet."
          action={
            <Button component={Link} to="/endpoints/new">
              Create an endpoint
            </Button>
          }
          command="tidegate apply -f endpoint.yaml"
        />
      )}
      {models.length > 0 && <Served models={models} />}
      <Frameworks />
    </Page>
  );
}

const Served = ({ models }: Readonly<{ models: readonly Model[] }>) => (
  <Paper withBorder p="md" component="section">
    <Title order={2} size="h4">
      Served here
    </Title>
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Models, scrollable">
      <Table aria-label="Models" miw={720}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Model</Table.Th>
            <Table.Th scope="col">Endpoints</Table.Th>
            <Table.Th scope="col">Replicas ready</Table.Th>
            <Table.Th scope="col">Framework</Table.Th>
            <Table.Th scope="col">Hardware</Table.Th>
            <Table.Th scope="col">Create</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {models.map((model) => (
            <ModelRow key={model.model} model={model} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  </Paper>
);

const SHOWN = 5;
const ModelRow = ({
  model: { model, endpoints, ready, frameworks: by, hardware },
}: Readonly<{ model: Model }>) => (
  <Table.Tr>
    <Table.Th scope="row" fw={500}>
      {model}
    </Table.Th>
    <Table.Td>
      <Stack gap={4}>
        {endpoints.slice(0, SHOWN).map(({ id, name, state, conditions }) => (
          <Group key={id} gap="xs" wrap="nowrap">
            <Anchor component={Link} to={`/endpoints/${id}`} size="sm" data-row>
              {name}
            </Anchor>
            <StateBadge state={state} conditions={conditions} />
          </Group>
        ))}
        {endpoints.length > SHOWN && (
          <Anchor component={Link} to="/endpoints" search={{ q: model } as never} size="sm">
            and {endpoints.length - SHOWN} more
          </Anchor>
        )}
      </Stack>
    </Table.Td>
    <Table.Td>{ready}</Table.Td>
    <Table.Td>{by.join(', ')}</Table.Td>
    <Table.Td>{hardware.join(', ')}</Table.Td>
    <Table.Td>
      <Button
        component={Link}
        to="/endpoints/new"
        search={{ model } as never}
        size="compact-sm"
        variant="default"
        aria-label={`Create another endpoint of ${model}`}
      >
        Another
      </Button>
    </Table.Td>
  </Table.Tr>
);

const Frameworks = () => {
  const { data, error } = useQuery(frameworks);
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4">
        Frameworks
      </Title>
      {error && <Problem error={error} doing="Listing frameworks" />}
      <Stack gap="sm" mt="xs">
        {data?.map(({ id, title, description, tasks, gpus, simulated, engineArguments }) => (
          <div key={id}>
            <Group gap="xs">
              <Text fw={600}>{title}</Text>
              {simulated && (
                <Badge size="sm" variant="outline" tt="none" color="gray" className="state-badge">
                  simulated
                </Badge>
              )}
            </Group>
            <Text size="sm">{description}</Text>
            <Text size="xs" c="dimmed">
              {(tasks ?? ['any task']).join(', ')} · GPUs {gpus} · {engineArguments.length} arguments
            </Text>
          </div>
        ))}
      </Stack>
    </Paper>
  );
};
