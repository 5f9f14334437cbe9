import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { unwrap } from '@tidegate/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { session } from '../app/session.ts';
import { Confirm } from '../ui/confirm.tsx';
import { Problem } from '../ui/problem.tsx';
import type { Endpoint } from './queries.ts';

const VERBS = ['start', 'enable', 'promote', 'abort', 'restart', 'stop', 'disable'] as const;
type Verb = (typeof VERBS)[number];

type Action = Readonly<{ label: string; done: string; lost?: string }>;
const ACTIONS: Readonly<Record<Verb, Action>> = {
  start: { label: 'Start', done: 'is starting' },
  enable: { label: 'Enable', done: 'is enabled' },
  promote: { label: 'Promote', done: 'moves to its new template' },
  abort: { label: 'Abort rollout', done: 'returns to the template before' },
  restart: { label: 'Restart', done: 'is restarting' },
  stop: {
    label: 'Stop',
    done: 'is stopping',
    lost: 'Replicas finish what they have; new requests are refused until it is started again.',
  },
  disable: {
    label: 'Disable',
    done: 'is disabled',
    lost: 'Its replicas stop and requests are refused until it is enabled again.',
  },
};

const tell = (endpointId: string, verb: Verb) => {
  const init = { params: { path: { endpointId } } };
  const calls: Readonly<Record<Verb, () => Promise<unknown>>> = {
    start: () => unwrap(api.POST('/v1/endpoints/{endpointId}/start', init)),
    stop: () => unwrap(api.POST('/v1/endpoints/{endpointId}/stop', init)),
    restart: () => unwrap(api.POST('/v1/endpoints/{endpointId}/restart', init)),
    enable: () => unwrap(api.POST('/v1/endpoints/{endpointId}/enable', init)),
    disable: () => unwrap(api.POST('/v1/endpoints/{endpointId}/disable', init)),
    promote: () => unwrap(api.POST('/v1/endpoints/{endpointId}/rollout/promote', init)),
    abort: () => unwrap(api.POST('/v1/endpoints/{endpointId}/rollout/abort', init)),
  };
  return calls[verb]();
};

/** What can be told to an endpoint in its present state. */
export const Actions = ({ endpoint }: Readonly<{ endpoint: Endpoint }>) => {
  const [asked, setAsked] = useState<Verb | null>(null);
  const queries = useQueryClient();
  const telling = useMutation({
    mutationFn: (verb: Verb) => tell(endpoint.id, verb),
    onSuccess: (_, verb) => {
      notifications.show({ message: `${endpoint.name} ${ACTIONS[verb].done}.` });
      void queries.invalidateQueries({ queryKey: ['endpoint', endpoint.id] });
    },
    onSettled: () => setAsked(null),
  });
  const { data: who } = useQuery(session);
  const allowed = VERBS.filter(
    (verb) =>
      (endpoint.actions as readonly string[]).includes(verb) ||
      // What an endpoint tells all alike is what its owner may do.
      (verb === 'enable' && endpoint.disabledBy === 'operator' && who?.kind === 'operator'),
  );
  return (
    <>
      <Group gap="xs" role="group" aria-label="Actions">
        {allowed.map((verb) => (
          <Button
            key={verb}
            size="xs"
            variant={verb === 'start' || verb === 'enable' || verb === 'promote' ? 'filled' : 'default'}
            loading={telling.isPending && telling.variables === verb}
            onClick={() => (ACTIONS[verb].lost === undefined ? telling.mutate(verb) : setAsked(verb))}
          >
            {ACTIONS[verb].label}
          </Button>
        ))}
      </Group>
      {telling.isError && <Problem error={telling.error} />}
      {asked && (
        <Confirm
          opened
          title={`${ACTIONS[asked].label} ${endpoint.name}?`}
          action={ACTIONS[asked].label}
          busy={telling.isPending}
          onConfirm={() => telling.mutate(asked)}
          onClose={() => setAsked(null)}
        >
          <Text size="sm">{ACTIONS[asked].lost}</Text>
        </Confirm>
      )}
    </>
  );
};
