import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';

type Props = Readonly<{
  opened: boolean;
  title: string;
  /** What is lost by it. */
  children: ReactNode;
  /** To be typed before it can be done; without, a click is enough. */
  name?: string;
  action: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}>;

/** Asks before something is destroyed. */
export const Confirm = ({
  opened,
  title,
  children,
  name,
  action,
  busy = false,
  onConfirm,
  onClose,
}: Props) => {
  const [typed, setTyped] = useState('');
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name === undefined || typed === name) onConfirm();
        }}
      >
        <Stack>
          {children}
          {name !== undefined && (
            <TextInput
              label={`Type “${name}” to confirm`}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red" loading={busy} disabled={name !== undefined && typed !== name}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
