import { Button, Group, List, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { type Endpoint, got } from '../endpoint/queries.ts';
import { Confirm } from '../ui/confirm.tsx';
import { Problem } from '../ui/problem.tsx';
import { Section } from '../ui/section.tsx';
import { unlessUndone } from '../ui/unless-undone.tsx';

type Verb = 'stop' | 'disable' | 'delete';
const VERBS: readonly (readonly [Verb, string, string])[] = [
  ['stop', 'Stop', 'Replicas finish what they have; requests are refused until it is started again.'],
  ['disable', 'Disable', 'Its replicas end and requests are refused until it is enabled again.'],
  ['delete', 'Delete', 'It ends for good. Its name is free again.'],
];

/** What takes it from its callers. */
export const Danger = ({ endpoint }: Readonly<{ endpoint: Endpoint }>) => {
  const [asked, setAsked] = useState<Verb>();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const doing = useMutation({
    mutationFn: (verb: Exclude<Verb, 'delete'>) => {
      const init = { params: { path: { endpointId: endpoint.id } } };
      return verb === 'stop'
        ? got<Endpoint>(api.POST('/v1/endpoints/{endpointId}/stop', init))
        : got<Endpoint>(api.POST('/v1/endpoints/{endpointId}/disable', init));
    },
    onSuccess: (next) => {
      notifications.show({ message: `${endpoint.name}: ${next.reason.message}` });
      void queries.invalidateQueries({ queryKey: ['endpoints'] });
      queries.setQueryData(['endpoint', endpoint.id], next);
    },
    onSettled: () => setAsked(undefined),
  });
  const remove = () => {
    setAsked(undefined);
    void navigate({ to: '/endpoints' });
    unlessUndone({
      sentence: `${endpoint.name} is deleted`,
      undone: `${endpoint.name} stays.`,
      act: async () => {
        const next = await got<Endpoint>(
          api.DELETE('/v1/endpoints/{endpointId}', {
            params: { path: { endpointId: endpoint.id } },
            body: { confirm: endpoint.name },
          }),
        );
        notifications.show({ message: `${endpoint.name}: ${next.reason.message}` });
        await queries.invalidateQueries({ queryKey: ['endpoints'] });
      },
    });
  };
  const chosen = VERBS.find(([verb]) => verb === asked);
  return (
    <Section title="Danger">
      {doing.error && <Problem error={doing.error} />}
      {VERBS.map(([verb, label, lost]) => {
        const isAllowed = (endpoint.actions as readonly string[]).includes(verb);
        return (
          <Group key={verb} justify="space-between">
            <Text size="sm" style={{ flex: '1 1 240px' }}>
              {lost}
              {!isAllowed && ` Not while it is ${endpoint.state}.`}
            </Text>
            <Button
              color="red"
              variant={verb === 'delete' ? 'filled' : 'outline'}
              disabled={!isAllowed}
              onClick={() => setAsked(verb)}
            >
              {label}
            </Button>
          </Group>
        );
      })}
      {chosen && (
        <Confirm
          opened
          title={`${chosen[1]} ${endpoint.name}?`}
          action={chosen[1]}
          busy={doing.isPending}
          {...(chosen[0] === 'delete' && { name: endpoint.name })}
          onConfirm={() => (chosen[0] === 'delete' ? remove() : doing.mutate(chosen[0]))}
          onClose={() => setAsked(undefined)}
        >
          <Text size="sm">{chosen[2]}</Text>
          {chosen[0] === 'delete' && <WhatGoes endpoint={endpoint} />}
        </Confirm>
      )}
    </Section>
  );
};

const WhatGoes = ({ endpoint }: Readonly<{ endpoint: Endpoint }>) => (
  <List size="sm">
    <List.Item>
      {endpoint.replicas.ready === 0
        ? 'No replica runs.'
        : `${endpoint.replicas.ready} ready ${endpoint.replicas.ready === 1 ? 'replica ends' : 'replicas end'}.`}
    </List.Item>
    <List.Item>
      <code>{endpoint.url}</code> answers nobody any more.
    </List.Item>
    <List.Item>{Object.keys(endpoint.secrets).length} secrets and its configuration go.</List.Item>
    {endpoint.customDomains.length > 0 && (
      <List.Item>{endpoint.customDomains.join(', ')} may be used by others.</List.Item>
    )}
    <List.Item>Its events and its bill stay.</List.Item>
  </List>
);
