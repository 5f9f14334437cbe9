import { Button, Group, NumberInput, Paper, Select, Skeleton, Stack, Text, Title } from '@mantine/core';
import { ApiError } from '@tidegate/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { type Endpoint, type Simulation, got } from '../endpoint/queries.ts';
import { Problem } from '../ui/problem.tsx';
import { Replay } from './replay.tsx';
import { type What, fieldOf, simulateBodyOf, whatOf } from './wish.ts';

const HOURS = [
  { value: '1', label: 'the last hour' },
  { value: '6', label: 'the last 6 hours' },
  { value: '24', label: 'the last day' },
];
const PRICES = [
  { value: 'lean', label: 'lean: cheap, some wait' },
  { value: 'balanced', label: 'balanced' },
  { value: 'fast', label: 'fast: nobody waits' },
];

const errorsOf = (error: Error | null): Readonly<Partial<Record<keyof What, string>>> =>
  error instanceof ApiError
    ? Object.fromEntries(
        error.errors.flatMap(({ pointer, message }) => {
          const field = fieldOf(pointer);
          return field === null ? [] : [[field, message]];
        }),
      )
    : {};

/** Replays the traffic that came under another policy, before anything is saved. */
export const WhatIf = ({ endpoint }: Readonly<{ endpoint: Endpoint }>) => {
  const [what, setWhat] = useState<What>(() => whatOf(endpoint.scaling));
  const replay = useMutation({
    mutationFn: (wanted: What) =>
      got<Simulation>(
        api.POST('/v1/endpoints/{endpointId}/simulate', {
          params: { path: { endpointId: endpoint.id } },
          body: simulateBodyOf(endpoint.scaling, wanted, Date.now()),
        }),
      ),
  });
  const errors = errorsOf(replay.error);
  const change = (more: Partial<What>): void => setWhat((before) => ({ ...before, ...more }));
  const number = (name: 'minReplicas' | 'maxReplicas' | 'target' | 'idleTimeoutSeconds', label: string) => (
    <NumberInput
      label={label}
      size="sm"
      min={0}
      hideControls
      value={what[name] ?? ''}
      error={errors[name]}
      onChange={(value) => {
        if (typeof value === 'number') change({ [name]: value });
        else if (name === 'idleTimeoutSeconds') change({ idleTimeoutSeconds: null });
      }}
    />
  );
  return (
    <Paper withBorder p="md" component="section" aria-label="What if">
      <Stack gap="sm">
        <div>
          <Title order={3} size="h5">
            What if
          </Title>
          <Text size="sm" c="dimmed">
            The traffic that came is replayed under this policy and under the present one. Nothing is changed.
          </Text>
        </div>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            replay.mutate(what);
          }}
        >
          <div className="what-if">
            {number('minReplicas', 'Replicas at least')}
            {number('maxReplicas', 'Replicas at most')}
            {what.target !== null &&
              number('target', `Target of ${endpoint.scaling.rules[0]?.metric ?? 'the rule'}`)}
            {number('idleTimeoutSeconds', 'Idle seconds until sleep')}
            <Select
              label="Waiting"
              data={PRICES}
              allowDeselect={false}
              value={what.waitPrice}
              error={errors.waitPrice}
              onChange={(value) => change({ waitPrice: (value ?? 'balanced') as What['waitPrice'] })}
            />
            <Select
              label="Traffic of"
              data={HOURS}
              allowDeselect={false}
              value={String(what.hours)}
              onChange={(value) => change({ hours: Number(value ?? 24) })}
            />
          </div>
          <Group mt="sm" gap="xs">
            <Button type="submit" loading={replay.isPending}>
              Replay
            </Button>
            <Button variant="subtle" onClick={() => setWhat(whatOf(endpoint.scaling))}>
              As it is set
            </Button>
          </Group>
        </form>
        {replay.isError && Object.keys(errors).length === 0 && (
          <Problem error={replay.error} doing="This cannot be replayed" />
        )}
        {replay.isPending && <Skeleton height={240} />}
        {replay.data && <Replay simulation={replay.data} />}
      </Stack>
    </Paper>
  );
};
