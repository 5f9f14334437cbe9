import { Alert, Badge, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { Problem } from '../ui/problem.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { Actions } from './actions.tsx';
import { type Endpoint, endpointOf, useEndpointId } from './queries.ts';
import { wordsOf } from './words.ts';
import './endpoint.css';

const TABS = [
  ['', 'Overview'],
  ['/playground', 'Playground'],
  ['/scaling', 'Scaling'],
  ['/replicas', 'Replicas'],
  ['/logs', 'Logs'],
  ['/requests', 'Requests'],
  ['/invocations', 'Invocations'],
  ['/metrics', 'Metrics'],
  ['/events', 'Events'],
  ['/billing', 'Billing'],
  ['/settings', 'Settings'],
] as const;

/** The frame of an endpoint: its name, its state with reason and next step, what can be done, and its tabs. */
export default function EndpointPage() {
  const endpointId = useEndpointId();
  const { data: endpoint, error } = useQuery(endpointOf(endpointId));
  return (
    <Stack gap="md">
      {endpoint && <Header endpoint={endpoint} />}
      {!endpoint && !error && <Skeleton height={90} aria-label="Loading the endpoint" />}
      {error && !endpoint && (
        <>
          <Title order={1} size="h2">
            {endpointId}
          </Title>
          <Problem error={error} doing="This endpoint cannot be shown" />
        </>
      )}
      {endpoint && (
        <>
          <Tabs endpointId={endpointId} />
          <Suspense fallback={<Skeleton height={300} />}>
            <Outlet />
          </Suspense>
        </>
      )}
    </Stack>
  );
}

const Header = ({ endpoint }: Readonly<{ endpoint: Endpoint }>) => {
  useEffect(() => {
    document.title = `${endpoint.name} · Tidegate`;
  }, [endpoint.name]);
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start">
        <Group gap="sm" style={{ minWidth: 0 }}>
          <Title order={1} size="h2" className="endpoint-name">
            {endpoint.name}
          </Title>
          <StateBadge state={endpoint.state} conditions={endpoint.conditions} />
          {endpoint.simulated && (
            <Badge variant="outline" color="gray" tt="none" className="state-badge">
              simulated
            </Badge>
          )}
        </Group>
        <Actions endpoint={endpoint} />
      </Group>
      <Text size="sm" role="status">
        {endpoint.reason.message} <span className="next-step">{endpoint.reason.nextStep}</span>
      </Text>
      {endpoint.conditions.map(({ condition, message, nextStep }) => (
        <Alert key={condition} color="yellow" variant="outline" p="xs" title={wordsOf(condition)}>
          {message} {nextStep}
        </Alert>
      ))}
      <Text size="xs" c="dimmed">
        {endpoint.model} · {endpoint.framework} · {endpoint.hardware.id} · revision {endpoint.revision} ·{' '}
        {endpoint.id}
      </Text>
    </Stack>
  );
};

const Tabs = ({ endpointId }: Readonly<{ endpointId: string }>) => {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const base = `/endpoints/${endpointId}`;
  const current = path.slice(base.length).replace(/\/$/, '');
  return (
    <nav aria-label="Endpoint" className="endpoint-tabs">
      {TABS.map(([to, label]) => (
        <Link
          key={label}
          to={`${base}${to}`}
          className="endpoint-tab"
          activeOptions={{ exact: true }}
          aria-current={current === to ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
};
