import { Button, Group, Modal, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { unwrap } from '@tidegate/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { Confirm } from '../ui/confirm.tsx';
import { type Field, filledOf, startOf, type Values } from '../ui/fields.ts';
import { Problem } from '../ui/problem.tsx';
import { ResourceForm } from '../ui/resource-form.tsx';
import type { Node } from './queries.ts';

const fields: readonly Field[] = [
  {
    name: 'deadlineSeconds',
    label: 'At most, in seconds',
    kind: 'number',
    help: 'After them replicas stop even if they are not replaced yet. Empty: as long as it takes.',
  },
];

const possible = ({ state, replicas }: Node) => ({
  cordon: state === 'ready',
  uncordon: state === 'cordoned' || state === 'draining',
  drain: state === 'ready' || state === 'cordoned',
  remove: state === 'lost' || (state === 'cordoned' && replicas === 0),
});

/** What the operator can do with a node. */
export const NodeActions = ({ node, onGone }: Readonly<{ node: Node; onGone?: () => void }>) => {
  const [asked, setAsked] = useState<'drain' | 'remove' | null>(null);
  const can = possible(node);
  const queries = useQueryClient();
  const at = { params: { path: { nodeId: node.id } } };
  const settled = () => void queries.invalidateQueries({ queryKey: ['nodes'] });
  const gate = useMutation({
    mutationFn: (action: 'cordon' | 'uncordon') =>
      unwrap(
        action === 'cordon'
          ? api.POST('/v1/nodes/{nodeId}/cordon', at)
          : api.POST('/v1/nodes/{nodeId}/uncordon', at),
      ),
    onSettled: settled,
  });
  const removing = useMutation({
    mutationFn: () => unwrap(api.DELETE('/v1/nodes/{nodeId}', at)),
    onSuccess: () => {
      setAsked(null);
      notifications.show({ message: `${node.hostname} is out of its pool` });
      onGone?.();
    },
    onSettled: settled,
  });
  const drain = (values: Values) =>
    unwrap(api.POST('/v1/nodes/{nodeId}/drain', { ...at, body: filledOf(fields, values) }));
  return (
    <>
      <Group gap="xs">
        {can.cordon && (
          <Button size="xs" variant="default" loading={gate.isPending} onClick={() => gate.mutate('cordon')}>
            Cordon
          </Button>
        )}
        {can.uncordon && (
          <Button
            size="xs"
            variant="default"
            loading={gate.isPending}
            onClick={() => gate.mutate('uncordon')}
          >
            {node.state === 'draining' ? 'Call the drain off' : 'Uncordon'}
          </Button>
        )}
        {can.drain && (
          <Button size="xs" variant="default" onClick={() => setAsked('drain')}>
            Drain
          </Button>
        )}
        {can.remove && (
          <Button size="xs" variant="default" c="red" onClick={() => setAsked('remove')}>
            Remove
          </Button>
        )}
      </Group>
      {gate.error && <Problem error={gate.error} />}
      <Modal
        opened={asked === 'drain'}
        onClose={() => setAsked(null)}
        title={`Drain ${node.hostname}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Text size="sm" mb="sm">
          It takes no new replicas. Each of its {node.replicas} is replaced elsewhere first, finishes its
          requests, then stops. At the end the node stays cordoned.
        </Text>
        <ResourceForm
          fields={fields}
          start={startOf(fields)}
          isNew
          action="Drain"
          send={drain}
          onCancel={() => setAsked(null)}
          onDone={() => {
            setAsked(null);
            settled();
          }}
        />
      </Modal>
      <Confirm
        opened={asked === 'remove'}
        title={`Take ${node.hostname} out of its pool?`}
        action="Remove"
        busy={removing.isPending}
        onConfirm={() => removing.mutate()}
        onClose={() => setAsked(null)}
      >
        <Text size="sm">It joins anew when its agent reports again.</Text>
        {removing.error && <Problem error={removing.error} />}
      </Confirm>
    </>
  );
};
