import { Button, Group, Progress, Slider, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { type Endpoint, got } from '../endpoint/queries.ts';
import { Ago } from '../ui/ago.tsx';
import { Problem } from '../ui/problem.tsx';
import { Section } from '../ui/section.tsx';

type Props = Readonly<{ endpoint: Endpoint; rollout: NonNullable<Endpoint['rollout']> }>;
type Step = Readonly<{ what: 'promote' | 'abort' }> | Readonly<{ what: 'shift'; percent: number }>;

/** A new template that some requests go to: more of them, all of them, or none any more. */
export const Rollout = ({ endpoint, rollout }: Props) => {
  const queries = useQueryClient();
  const [percent, setPercent] = useState<number>();
  const init = { params: { path: { endpointId: endpoint.id } } };
  const stepping = useMutation({
    mutationFn: (step: Step) => {
      if (step.what === 'shift')
        return got<Endpoint>(
          api.PATCH('/v1/endpoints/{endpointId}/rollout', { ...init, body: { percent: step.percent } }),
        );
      return got<Endpoint>(
        step.what === 'promote'
          ? api.POST('/v1/endpoints/{endpointId}/rollout/promote', init)
          : api.POST('/v1/endpoints/{endpointId}/rollout/abort', init),
      );
    },
    onSuccess: (next, { what }) => {
      setPercent(undefined);
      queries.setQueryData(['endpoint', endpoint.id], next);
      notifications.show({
        message: {
          promote: 'All requests go to the new template.',
          abort: 'All requests go to the template before.',
          shift: 'The share is changed.',
        }[what],
      });
    },
  });
  const wanted = percent ?? rollout.percent;
  return (
    <Section
      title={`Rollout: template ${rollout.from} → ${rollout.to}`}
      about={
        <>
          Began <Ago at={rollout.startedAt} />. {rollout.readyNew} new and {rollout.readyOld} old replicas are
          ready.
        </>
      }
      actions={
        <>
          <Button variant="default" onClick={() => stepping.mutate({ what: 'abort' })}>
            Abort
          </Button>
          <Button onClick={() => stepping.mutate({ what: 'promote' })}>Promote</Button>
        </>
      }
    >
      {stepping.error && <Problem error={stepping.error} />}
      <Text size="sm">{rollout.percent} of 100 requests go to the new template.</Text>
      <Progress value={rollout.percent} aria-label="Share of the new template" />
      <Group align="flex-end">
        <Slider
          style={{ flex: '1 1 240px' }}
          min={1}
          max={100}
          value={wanted}
          onChange={setPercent}
          thumbLabel="Share of the new template in percent"
          label={(value) => `${value} %`}
        />
        <Button
          variant="default"
          disabled={wanted === rollout.percent}
          loading={stepping.isPending}
          onClick={() => stepping.mutate({ what: 'shift', percent: wanted })}
        >
          Send {wanted} %
        </Button>
      </Group>
    </Section>
  );
};
