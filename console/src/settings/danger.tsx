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
    mutationFn: (verb: Verb) => {
      const init = { params: { path: { endpointId: endpoint.id } } };
      if (verb === 'stop') return got<Endpoint>(api.POST('/v1/endpoints/{endpointId}/stop', init));
      if (verb === 'disable') return got<Endpoint>(api.POST('/v1/endpoints/{endpointId}/disable', init));
      return got<Endpoint>(
        api.DELETE('/v1/endpoints/{endpointId}', { ...init, body: { confirm: endpoint.name } }),
      );
    },
    onSuccess: (next, verb) => {
      notifications.show({ message: `${endpoint.name}: ${next.reason.message}` });
      void queries.invalidateQueries({ queryKey: ['endpoints'] });
      if (verb === 'delete') void navigate({ to: '/endpoints' });
      else queries.setQueryData(['endpoint', endpoint.id], next);
    },
    onSettled: () => setAsked(undefined),
  });
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
          onConfirm={() => doing.mutate(chosen[0])}
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
