import { Modal, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Confirm } from './confirm.tsx';
import { startOf, type Values } from './fields.ts';
import { Problem } from './problem.tsx';
import { ResourceForm } from './resource-form.tsx';
import type { Action, Outcome, Resource } from './resource.ts';
import { ShownOnce } from './shown-once.tsx';

/** What is being done on the page of a resource. */
export type Doing<Item> =
  | Readonly<{ kind: 'create' }>
  | Readonly<{ kind: 'change' | 'remove'; item: Item }>
  | Readonly<{ kind: 'ask'; item: Item; action: Action<Item> }>
  | Readonly<{ kind: 'shown'; secret: string }>
  | null;

type Act<Item> = (action: Action<Item>, item: Item) => void;

/** Does an action, and says what came of it; what it showed this once stays until it is copied. */
export const useDo = <Item, Created>(
  of: Resource<Item, Created>,
  setDoing: (doing: Doing<Item>) => void,
): Act<Item> => {
  const queries = useQueryClient();
  const doing = useMutation({
    mutationFn: ({ action, item }: { action: Action<Item>; item: Item }) => action.does(item),
    onSuccess: ({ said, secret }: Outcome) => {
      notifications.show({ message: said });
      setDoing(secret ? { kind: 'shown', secret } : null);
    },
    onError: (error, { action }) => {
      notifications.show({ color: 'red', message: <Problem error={error} doing={action.label} /> });
      setDoing(null);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [of.topic] }),
  });
  return (action, item) => doing.mutate({ action, item });
};

type Props<Item, Created> = Readonly<{
  of: Resource<Item, Created>;
  doing: Doing<Item>;
  setDoing: (doing: Doing<Item>) => void;
  act: Act<Item>;
}>;

export const ResourceDialogs = <Item, Created>({ of, doing, setDoing, act }: Props<Item, Created>) => {
  const queries = useQueryClient();
  const close = () => setDoing(null);
  const done = (said: string) => {
    notifications.show({ message: said });
    void queries.invalidateQueries({ queryKey: [of.topic] });
  };
  const removing = useMutation({
    mutationFn: (item: Item) => of.remove?.does(item) ?? Promise.resolve(),
    onSuccess: (_, item) => {
      close();
      done(`${of.nameOf(item)}: gone`);
    },
  });
  const isForm = doing?.kind === 'create' || doing?.kind === 'change';
  const changed = doing?.kind === 'change' ? doing.item : undefined;
  const start = startOf(
    of.fields,
    changed === undefined ? of.usual : (of.formOf?.(changed) ?? (changed as Record<string, unknown>)),
  );
  const send = async (values: Values): Promise<string | null> => {
    if (changed !== undefined) {
      await of.change?.(changed, values, start);
      return null;
    }
    const created = await of.create?.(values);
    return created === undefined ? null : (of.secretOf?.(created) ?? null);
  };
  return (
    <>
      <Modal
        opened={isForm}
        onClose={close}
        size="lg"
        title={
          changed === undefined ? `${of.createVerb ?? 'Create'} ${of.noun}` : `Change ${of.nameOf(changed)}`
        }
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {isForm && (
          <ResourceForm
            fields={of.fields}
            start={start}
            isNew={changed === undefined}
            action={changed === undefined ? (of.createVerb ?? 'Create') : 'Save'}
            send={send}
            onCancel={close}
            onDone={(secret) => {
              setDoing(secret === null ? null : { kind: 'shown', secret });
              done(changed === undefined ? 'Created' : 'Saved');
            }}
          />
        )}
      </Modal>
      {doing?.kind === 'remove' && of.remove && (
        <Confirm
          opened
          title={`${of.remove.verb} ${of.nameOf(doing.item)}?`}
          action={of.remove.verb}
          busy={removing.isPending}
          onConfirm={() => removing.mutate(doing.item)}
          onClose={close}
        >
          <Text size="sm">{of.remove.loses}</Text>
          {removing.error && <Problem error={removing.error} />}
        </Confirm>
      )}
      {doing?.kind === 'ask' && (
        <Confirm
          opened
          title={`${doing.action.label}: ${of.nameOf(doing.item)}?`}
          action={doing.action.label}
          onConfirm={() => act(doing.action, doing.item)}
          onClose={close}
        >
          <Text size="sm">{doing.action.asks}</Text>
        </Confirm>
      )}
      <ShownOnce
        title={`The secret of the ${of.noun.replace(/^an? /, '')}`}
        secret={doing?.kind === 'shown' ? doing.secret : null}
        onClose={close}
      />
    </>
  );
};
