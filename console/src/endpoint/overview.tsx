import { Anchor, Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ROUTES, modesOf } from '../playground/modes.ts';
import { Ago } from '../ui/ago.tsx';
import { Copy } from '../ui/copy.tsx';
import { saveFile } from '../ui/save-file.ts';
import { Problem } from '../ui/problem.tsx';
import { diagnosticsOf } from './diagnostics.ts';
import { sentenceOf } from './event-sentences.ts';
import { Meter } from './meter.tsx';
import { progressOf } from './progress.ts';
import {
  type Endpoint,
  type Scaling,
  endpointOf,
  eventsOf,
  frameworksOf,
  protocolOf,
  scalingOf,
  useEndpointId,
} from './queries.ts';
import { Snippet } from './snippet.tsx';
import type { Call } from './snippets.ts';
import { StartProgress } from './start-progress.tsx';
import { useTimeline, useUsual } from './use-timeline.ts';
import { Tab } from './tab.tsx';

const LAST_EVENTS = 5;

/** Where it is called, what it costs, what it does and why. */
export default function Overview() {
  const { data: endpoint } = useQuery(endpointOf(useEndpointId()));
  if (!endpoint) return null;
  const url = `${location.origin}${endpoint.url}`;
  return (
    <Tab title="Overview">
      <Group justify="space-between">
        <Copy text={url} label="Copy the URL" />
        <Diagnostics endpoint={endpoint} />
      </Group>
      <Starting endpointId={endpoint.id} />
      <Facts endpoint={endpoint} />
      <div className="two-columns">
        <Card title="Call it">
          <ExampleCall endpoint={endpoint} url={url} />
        </Card>
        <Stack gap="md">
          <LastDecision endpointId={endpoint.id} />
          <LastEvents endpointId={endpoint.id} />
        </Stack>
      </div>
    </Tab>
  );
}

const Diagnostics = ({ endpoint }: Readonly<{ endpoint: Endpoint }>) => {
  const taking = useMutation({
    mutationFn: () => diagnosticsOf(endpoint.id),
    onSuccess: (bundle) => saveFile(`${endpoint.name}-diagnostics.json`, bundle),
  });
  return (
    <Button size="xs" variant="default" loading={taking.isPending} onClick={() => taking.mutate()}>
      Diagnostics for support
    </Button>
  );
};

const Card = ({ title, children }: Readonly<{ title: string; children: ReactNode }>) => (
  <Paper withBorder p="md" component="section" aria-label={title} style={{ minWidth: 0 }}>
    <Title order={3} size="h5" mb="xs">
      {title}
    </Title>
    {children}
  </Paper>
);

const Starting = ({ endpointId }: Readonly<{ endpointId: string }>) => {
  const { rows } = useTimeline(endpointId);
  const usual = useUsual(endpointId);
  const progress = progressOf(rows ?? [], usual);
  return progress && <StartProgress progress={progress} />;
};

const Fact = ({ label, children }: Readonly<{ label: string; children: ReactNode }>) => (
  <Paper withBorder p="md">
    <Text size="sm" c="dimmed">
      {label}
    </Text>
    {children}
  </Paper>
);

const Facts = ({ endpoint }: Readonly<{ endpoint: Endpoint }>) => {
  const { scaling: wish, replicas } = endpoint;
  return (
    <div className="facts">
      <Fact label="Spent so far">
        <Meter endpointId={endpoint.id} />
      </Fact>
      <Fact label="Replicas">
        <Text className="figure">
          {replicas.ready} ready of {replicas.desired}
        </Text>
        <Text size="xs" c="dimmed">
          {wish.minReplicas} at least, {wish.maxReplicas} at most
        </Text>
      </Fact>
      <Fact label="Requests">
        <Load endpointId={endpoint.id} />
      </Fact>
    </div>
  );
};

const Load = ({ endpointId }: Readonly<{ endpointId: string }>) => {
  const { data } = useQuery(scalingOf(endpointId));
  const inputs = data?.now?.inputs;
  if (!inputs) return <Text className="figure">–</Text>;
  return (
    <>
      <Text className="figure">{inputs.inFlight} in flight</Text>
      <Text size="xs" c="dimmed">
        {inputs.waiting} waiting · {inputs.requestsPerSecond.toFixed(1)} a second
      </Text>
    </>
  );
};

const ExampleCall = ({ endpoint, url }: Readonly<{ endpoint: Endpoint; url: string }>) => {
  const { data: frameworks } = useQuery(frameworksOf);
  const [mode = 'raw'] = modesOf({ task: endpoint.task, protocol: protocolOf(frameworks, endpoint) });
  return <Snippet call={exampleOf(mode, url, endpoint.visibility === 'public')} />;
};

const BODIES: Readonly<Record<string, unknown>> = {
  chat: { messages: [{ role: 'user', content: 'Why did it scale?' }], stream: true },
  completion: { prompt: 'Scale to zero means' },
  embedding: { input: 'Scale to zero' },
  image: { prompt: 'A tide gate at dawn' },
};

const exampleOf = (mode: string, url: string, isPublic: boolean): Call => ({
  url,
  path: mode in ROUTES ? ROUTES[mode as keyof typeof ROUTES] : '',
  method: 'POST',
  body: BODIES[mode] ?? {},
  isPublic,
});

const LastDecision = ({ endpointId }: Readonly<{ endpointId: string }>) => {
  const { data, error } = useQuery(scalingOf(endpointId));
  return (
    <Card title="Last decision">
      {error && !data && <Problem error={error} />}
      {!data && !error && <Skeleton height={40} />}
      {data && <Decided endpointId={endpointId} scaling={data} />}
    </Card>
  );
};

type DecidedProps = Readonly<{ endpointId: string; scaling: Scaling }>;

const Decided = ({ endpointId, scaling: { decisions, now } }: DecidedProps) => {
  const [last] = decisions;
  return (
    <Stack gap={4}>
      <Text size="sm">{last?.text ?? 'Nothing was decided yet.'}</Text>
      {last && (
        <Text size="xs" c="dimmed">
          <Ago at={last.at} />
        </Text>
      )}
      {now && <Text size="sm">Now: {now.text}</Text>}
      <Anchor component={Link} size="sm" underline="always" to={`/endpoints/${endpointId}/scaling`}>
        Why, and what if
      </Anchor>
    </Stack>
  );
};

const LastEvents = ({ endpointId }: Readonly<{ endpointId: string }>) => {
  const { data, error } = useQuery(eventsOf(endpointId, { limit: LAST_EVENTS }));
  return (
    <Card title="Last events">
      {error && !data && <Problem error={error} />}
      {!data && !error && <Skeleton height={120} />}
      <ul className="plain-list">
        {data?.items.map((event) => (
          <li key={event.id} className="event-line">
            <Text size="sm">{sentenceOf(event)}</Text>
            <Text size="xs" c="dimmed">
              <Ago at={event.at} />
            </Text>
          </li>
        ))}
      </ul>
      <Anchor component={Link} size="sm" underline="always" to={`/endpoints/${endpointId}/events`}>
        All events
      </Anchor>
    </Card>
  );
};
