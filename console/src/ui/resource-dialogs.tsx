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

/** Says what was done, and has the list asked again. */
const useDone = <Item, Created>(of: Resource<Item, Created>): ((said: string) => void) => {
  const queries = useQueryClient();
  return (said) => {
    notifications.show({ message: said });
    void queries.invalidateQueries({ queryKey: [of.topic] });
  };
};

export const ResourceDialogs = <Item, Created>(props: Props<Item, Created>) => {
  const { of, doing, setDoing, act } = props;
  const close = () => setDoing(null);
  switch (doing?.kind) {
    case 'create':
      return <Creating {...props} />;
    case 'change':
      return <Changing {...props} item={doing.item} />;
    case 'remove':
      return <Removing of={of} item={doing.item} close={close} />;
    case 'ask':
      return (
        <Asking
          title={`${doing.action.label}: ${of.nameOf(doing.item)}?`}
          action={doing.action}
          onConfirm={() => act(doing.action, doing.item)}
          onClose={close}
        />
      );
    case 'shown':
      return (
        <ShownOnce
          title={`The secret of the ${of.noun.replace(/^an? /, '')}`}
          secret={doing.secret}
          onClose={close}
        />
      );
    case undefined:
      return null;
  }
};

type AskingProps<Item> = Readonly<{
  title: string;
  action: Action<Item>;
  onConfirm: () => void;
  onClose: () => void;
}>;

const Asking = <Item,>({ title, action, onConfirm, onClose }: AskingProps<Item>) => (
  <Confirm opened title={title} action={action.label} onConfirm={onConfirm} onClose={onClose}>
    <Text size="sm">{action.asks}</Text>
  </Confirm>
);

const dialog = { opened: true, size: 'lg', closeButtonProps: { 'aria-label': 'Close' } } as const;

const Creating = <Item, Created>({ of, setDoing }: Props<Item, Created>) => {
  const done = useDone(of);
  const close = () => setDoing(null);
  const verb = of.createVerb ?? 'Create';
  const send = async (values: Values): Promise<string | null> => {
    const created = await of.create?.(values);
    return created === undefined ? null : (of.secretOf?.(created) ?? null);
  };
  return (
    <Modal {...dialog} onClose={close} title={`${verb} ${of.noun}`}>
      <ResourceForm
        fields={of.fields}
        start={startOf(of.fields, of.usual)}
        isNew
        action={verb}
        send={send}
        onCancel={close}
        onDone={(secret) => {
          setDoing(secret === null ? null : { kind: 'shown', secret });
          done('Created');
        }}
      />
    </Modal>
  );
};

type ItemProps<Item, Created> = Props<Item, Created> & Readonly<{ item: Item }>;

const Changing = <Item, Created>({ of, item, setDoing }: ItemProps<Item, Created>) => {
  const done = useDone(of);
  const close = () => setDoing(null);
  const start = startOf(of.fields, of.formOf?.(item) ?? (item as Record<string, unknown>));
  return (
    <Modal {...dialog} onClose={close} title={`Change ${of.nameOf(item)}`}>
      <ResourceForm
        fields={of.fields}
        start={start}
        isNew={false}
        action="Save"
        send={async (values) => of.change?.(item, values, start)}
        onCancel={close}
        onDone={() => {
          close();
          done('Saved');
        }}
      />
    </Modal>
  );
};

type RemovingProps<Item, Created> = Readonly<{
  of: Resource<Item, Created>;
  item: Item;
  close: () => void;
}>;

const Removing = <Item, Created>({ of, item, close }: RemovingProps<Item, Created>) => {
  const done = useDone(of);
  const removing = useMutation({
    mutationFn: async () => of.remove?.does(item),
    onSuccess: () => {
      close();
      done(`${of.nameOf(item)}: gone`);
    },
  });
  if (!of.remove) return null;
  return (
    <Confirm
      opened
      title={`${of.remove.verb} ${of.nameOf(item)}?`}
      action={of.remove.verb}
      busy={removing.isPending}
      onConfirm={() => removing.mutate()}
      onClose={close}
    >
      <Text size="sm">{of.remove.loses}</Text>
      {removing.error && <Problem error={removing.error} />}
    </Confirm>
  );
};
