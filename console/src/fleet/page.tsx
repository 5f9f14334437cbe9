import './fleet.css';
import { Alert, Anchor, Button, List, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Endpoint } from '../endpoints/list.ts';
import { endpointList } from '../endpoints/queries.ts';
import { Empty } from '../ui/empty.tsx';
import { PlusIcon } from '../ui/icons.tsx';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { Activity } from './activity.tsx';
import { type Matter, mattersOf } from './attention.ts';
import { Figures } from './figures.tsx';
import { Gpus } from './gpus.tsx';
import { firing, nodes } from './queries.ts';

const CreateButton = () => (
  <Button component={Link} to="/endpoints/new" leftSection={<PlusIcon />}>
    Create an endpoint
  </Button>
);

export default function Fleet() {
  const { data: list, error } = useQuery(endpointList());
  return (
    <Page title="Fleet" actions={<CreateButton />}>
      {error && <Problem error={error} doing="Listing endpoints" />}
      {!list && !error && <Skeleton h={300} aria-label="The fleet is being asked for" />}
      {list && <Overview endpoints={list.items} />}
    </Page>
  );
}

const Overview = ({ endpoints }: Readonly<{ endpoints: readonly Endpoint[] }>) => {
  const { data: pool = [] } = useQuery(nodes);
  const { data: alerts = [] } = useQuery(firing);
  const first = endpoints.length === 1 ? endpoints[0] : undefined;
  return (
    <Stack>
      {endpoints.length === 0 && (
        <Empty
          sentence="There is no endpoint yet: a model behind a URL that never changes."
          action={<CreateButton />}
          command="tidegate apply -f endpoint.yaml"
        />
      )}
      {first && (
        <Text>
          Begin with{' '}
          <Anchor component={Link} to={`/endpoints/${first.id}/playground`}>
            {first.name} in the playground
          </Anchor>
          : ask it something, and watch it scale.
        </Text>
      )}
      <Attention matters={mattersOf(endpoints, pool, alerts)} />
      <Figures endpoints={endpoints} />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Gpus nodes={pool} />
        <Activity endpoints={endpoints} />
      </SimpleGrid>
    </Stack>
  );
};

const SHOWN = 10;
const Attention = ({ matters }: Readonly<{ matters: readonly Matter[] }>) =>
  matters.length === 0 ? (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4">
        Nothing needs attention
      </Title>
    </Paper>
  ) : (
    <Alert
      component="section"
      color="yellow"
      variant="outline"
      styles={{ message: { color: 'var(--mantine-color-text)' } }}
    >
      <Title order={2} size="h4">
        Needs attention
      </Title>
      <List size="sm" spacing={4} mt="xs">
        {matters.slice(0, SHOWN).map(({ id, what, to, why, next }) => (
          <List.Item key={id}>
            <Anchor component={Link} to={to} size="sm" fw={600}>
              {what}
            </Anchor>{' '}
            {why} {next}
          </List.Item>
        ))}
      </List>
      {matters.length > SHOWN && <Text size="sm">And {matters.length - SHOWN} more.</Text>}
    </Alert>
  );
