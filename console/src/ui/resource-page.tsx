import { Button, Drawer, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { PlusIcon } from './icons.tsx';
import { Page } from './page.tsx';
import { type Paged, usePaged } from './paged.ts';
import { useFilters } from './use-filters.ts';
import { type Doing, ResourceDialogs, useDo } from './resource-dialogs.tsx';
import { type Choice, ResourceMenu } from './resource-menu.tsx';
import { ResourceTable } from './resource-table.tsx';
import type { Action, Resource } from './resource.ts';
import { Section } from './section.tsx';

type Props<Item, Created> = Readonly<{
  of: Resource<Item, Created>;
  /** A part of a page that has an h1 of its own. */
  inside?: boolean;
  children?: React.ReactNode;
}>;

const useItems = <Item, Created>({ topic, scope, ask, everyMs }: Resource<Item, Created>): Paged<Item> =>
  usePaged(scope === undefined ? [topic] : [topic, scope], ask, everyMs === undefined ? {} : { everyMs });

/** What can be done with an item. */
const choices = <Item, Created>(
  of: Resource<Item, Created>,
  item: Item,
  setDoing: (doing: Doing<Item>) => void,
  act: (action: Action<Item>, item: Item) => void,
): readonly Choice[] => [
  ...(of.change ? [{ label: 'Change', onClick: () => setDoing({ kind: 'change', item }) }] : []),
  ...(of.actions ?? [])
    .filter(({ when }) => when?.(item) !== false)
    .map((action) => ({
      label: action.label,
      onClick: () =>
        action.asks === undefined ? act(action, item) : setDoing({ kind: 'ask', item, action }),
    })),
  ...(of.remove && of.remove.when?.(item) !== false
    ? [{ label: of.remove.verb, danger: true, onClick: () => setDoing({ kind: 'remove', item }) }]
    : []),
];

/** The page of a resource: its list, its forms, what can be done with one, and one of them in a drawer (`?show=`). */
export const ResourcePage = <Item, Created>({ of, inside = false, children }: Props<Item, Created>) => {
  const [doing, setDoing] = useState<Doing<Item>>(null);
  const [{ show }, setPlace] = useFilters<'show'>();
  const paged = useItems(of);
  const act = useDo(of, setDoing);
  const shown = paged.items?.find((item) => of.idOf(item) === show);
  const choicesOf = (item: Item) => choices(of, item, setDoing, act);
  const Frame = inside ? Section : Page;
  const verb = `${of.createVerb ?? 'Create'} ${of.noun}`;
  const create = of.create && (
    <Button leftSection={<PlusIcon />} onClick={() => setDoing({ kind: 'create' })}>
      {verb}
    </Button>
  );
  return (
    <Frame title={of.title} about={of.about} actions={create}>
      {of.filters}
      <ResourceTable
        label={of.title}
        paged={paged}
        idOf={of.idOf}
        columns={of.columns}
        onOpen={of.detail && ((item) => setPlace({ show: of.idOf(item) }))}
        actions={(item) => {
          const possible = choicesOf(item);
          return possible.length > 0 && <ResourceMenu name={of.nameOf(item)} choices={possible} />;
        }}
        empty={of.empty}
      />
      {children}
      {of.detail && (
        <Drawer
          opened={shown !== undefined}
          onClose={() => setPlace({ show: undefined })}
          position="right"
          size="lg"
          title={shown && of.nameOf(shown)}
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          {shown && (
            <Stack>
              <Group gap="xs">
                {choicesOf(shown).map(({ label, danger, onClick }) => (
                  <Button
                    key={label}
                    size="xs"
                    variant="default"
                    {...(danger && { c: 'red' })}
                    onClick={onClick}
                  >
                    {label}
                  </Button>
                ))}
              </Group>
              {of.detail(shown)}
            </Stack>
          )}
        </Drawer>
      )}
      <ResourceDialogs of={of} doing={doing} setDoing={setDoing} act={act} />
    </Frame>
  );
};
