import { Progress, Skeleton, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { unwrap } from '@tidegate/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { type Field, filledOf, startOf, type Values } from '../ui/fields.ts';
import { count } from '../ui/format.ts';
import { Problem } from '../ui/problem.tsx';
import { ResourceForm } from '../ui/resource-form.tsx';

const fields: readonly Field[] = [
  { name: 'endpoints', label: 'Endpoints at most', kind: 'number', required: true },
  { name: 'replicasPerEndpoint', label: 'Replicas of an endpoint at most', kind: 'number', required: true },
  { name: 'gpus', label: 'GPUs at most', kind: 'number', required: true },
  {
    name: 'priority',
    label: 'Priority',
    kind: 'number',
    help: '0 to 100. A replica of higher priority may take the place of one of lower.',
  },
];

const Used = ({ label, used, of }: Readonly<{ label: string; used: number; of: number }>) => (
  <div>
    <Text size="sm">
      {label}: {count(used)} of {count(of)}
    </Text>
    <Progress value={of === 0 ? 0 : (used / of) * 100} aria-label={`${label} used`} />
  </div>
);

/** What a project may have and has; the operator sets it. */
export const Quotas = ({ projectId, isOperator }: Readonly<{ projectId: string; isOperator: boolean }>) => {
  const queries = useQueryClient();
  const key = ['projects', projectId, 'quotas'];
  const at = { params: { path: { projectId } } };
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: () => unwrap(api.GET('/v1/projects/{projectId}/quotas', at)),
  });
  if (error) return <Problem error={error} doing="Asking for quotas" />;
  if (!data) return <Skeleton height={120} />;
  const { quotas, use } = data;
  const set = (values: Values) =>
    unwrap(api.PUT('/v1/projects/{projectId}/quotas', { ...at, body: filledOf(fields, values) as never }));
  return (
    <Stack gap="sm">
      <Title order={3} size="h5">
        Quota
      </Title>
      <Used label="Endpoints" used={use.endpoints} of={quotas.endpoints} />
      <Used label="GPUs" used={use.gpus} of={quotas.gpus} />
      {isOperator ? (
        <ResourceForm
          key={projectId}
          fields={fields}
          start={startOf(fields, quotas)}
          isNew={false}
          action="Set the quota"
          send={set}
          onDone={() => {
            notifications.show({ message: 'The quota is set' });
            void queries.invalidateQueries({ queryKey: key });
          }}
        />
      ) : (
        <Text size="sm">
          {count(quotas.replicasPerEndpoint)} replicas of an endpoint at most; priority {quotas.priority}. The
          operator sets it.
        </Text>
      )}
    </Stack>
  );
};
