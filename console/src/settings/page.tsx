import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { endpointOf, useEndpointId } from '../endpoint/queries.ts';
import { Tab } from '../endpoint/tab.tsx';
import { Problem } from '../ui/problem.tsx';
import { Danger } from './danger.tsx';
import { Domains } from './domains.tsx';
import { Form } from './form.tsx';
import { Revisions } from './revisions.tsx';
import { Rollout } from './rollout.tsx';

/** Everything that can be changed of an endpoint, while it runs. */
export default function Settings() {
  const endpointId = useEndpointId();
  const { data: endpoint, error } = useQuery(endpointOf(endpointId));
  if (error && !endpoint) return <Problem error={error} doing="Reading the endpoint" />;
  if (!endpoint) return <Skeleton h={400} />;
  return (
    <Tab title="Settings" about="Each saved change is a revision: it can be taken back with one click.">
      <Stack gap="md">
        {endpoint.rollout && <Rollout endpoint={endpoint} rollout={endpoint.rollout} />}
        <Form endpoint={endpoint} />
        <Domains endpoint={endpoint} />
        <Revisions endpoint={endpoint} />
        <Danger endpoint={endpoint} />
      </Stack>
    </Tab>
  );
}
