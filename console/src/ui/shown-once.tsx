import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { Copy } from './copy.tsx';

type Props = Readonly<{ title: string; secret: string | null; onClose: () => void }>;

/** A secret in the only moment in which it can be read. */
export const ShownOnce = ({ title, secret, onClose }: Props) => (
  <Modal
    opened={secret !== null}
    onClose={onClose}
    title={title}
    closeOnClickOutside={false}
    closeOnEscape={false}
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    <Stack>
      <Alert color="yellow" variant="outline" title="Copy it now">
        <Text size="sm">It is shown this once and never again. One that is lost is replaced, not found.</Text>
      </Alert>
      <Copy text={secret ?? ''} label="Copy the secret" block />
      <Group justify="flex-end">
        <Button onClick={onClose}>I have copied it</Button>
      </Group>
    </Stack>
  </Modal>
);
