import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Problem } from './problem.tsx';

const UNDO_SECONDS = 10;

type Wish = Readonly<{
  /** What is about to happen, up to the time: “hello is deleted”. */
  sentence: string;
  undone: string;
  act: () => Promise<void>;
}>;

/** Does in ten seconds what cannot be taken back, unless it is taken back by then. A page that is closed before does nothing. */
export const unlessUndone = ({ sentence, undone, act }: Wish): void => {
  const timer = setTimeout(() => {
    notifications.hide(id);
    act().catch((error: unknown) => {
      notifications.show({
        autoClose: false,
        message: <Problem error={error instanceof Error ? error : new Error(String(error))} />,
      });
    });
  }, UNDO_SECONDS * 1000);
  const undo = () => {
    clearTimeout(timer);
    notifications.hide(id);
    notifications.show({ message: undone });
  };
  const id = notifications.show({
    autoClose: false,
    withCloseButton: false,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{`${sentence} in ${UNDO_SECONDS} seconds.`}</Text>
        <Button size="compact-sm" variant="default" onClick={undo}>
          Undo
        </Button>
      </Group>
    ),
  });
};
