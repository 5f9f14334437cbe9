import '@mantine/spotlight/styles.css';
import { Spotlight, createSpotlight } from '@mantine/spotlight';
import { notifications } from '@mantine/notifications';
import { unwrap } from '@tidegate/sdk';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { endpointList } from '../endpoints/queries.ts';
import { useStore } from '../live/use-store.ts';
import { SearchIcon } from '../ui/icons.tsx';
import { lookOf } from '../ui/states.ts';
import { api } from './api.ts';
import { type Offer, found, offersOf } from './offers.ts';
import { recent } from './remembered.ts';

const [store, spotlight] = createSpotlight();

type Props = Readonly<{ opened: boolean; onClose: () => void; onSheet: () => void }>;

/** Go anywhere, do anything: loaded when it is opened for the first time. */
export default function Palette({ opened, onClose, onSheet }: Props) {
  const [query, setQuery] = useState('');
  const navigate = useNavigate();
  const { data } = useQuery({ ...endpointList(), enabled: opened });
  const last = useStore(recent);
  useEffect(() => (opened ? spotlight.open() : spotlight.close()), [opened]);
  const offers = offersOf(data?.items ?? [], last.split(' '));
  const groups = Map.groupBy(found(offers, query), ({ group }) => group);
  const act = ({ deed }: Offer): void => {
    if (deed.kind === 'go') void navigate({ to: deed.to });
    else if (deed.kind === 'sheet') onSheet();
    else void change(deed.action, deed.endpointId, deed.name);
  };
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      shortcut={null}
      scrollable
      aria-label="Palette"
    >
      <Spotlight.Search
        placeholder="Where to, or what to do?"
        aria-label="Where to, or what to do?"
        leftSection={<SearchIcon />}
      />
      <Spotlight.ActionsList>
        {[...groups].map(([group, members]) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {members.map((offer) => (
              <Spotlight.Action
                key={offer.id}
                label={offer.label}
                {...(offer.endpoint && { description: lookOf(offer.endpoint).word })}
                onClick={() => act(offer)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.size === 0 && <Spotlight.Empty>Nothing is called so.</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

const SAID = { start: 'starts', stop: 'stops', restart: 'restarts' } as const;

const change = async (action: keyof typeof SAID, endpointId: string, name: string): Promise<void> => {
  try {
    await unwrap(api.POST(`/v1/endpoints/{endpointId}/${action}`, { params: { path: { endpointId } } }));
    notifications.show({ message: `${name} ${SAID[action]}.` });
  } catch (error) {
    notifications.show({
      color: 'red',
      title: name,
      message: error instanceof Error ? error.message : 'It failed.',
    });
  }
};
