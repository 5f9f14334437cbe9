import { Alert, Button, Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { replicasOf, useEndpointId } from '../endpoint/queries.ts';
import { Tab } from '../endpoint/tab.tsx';
import { useStore } from '../live/use-store.ts';
import { Empty } from '../ui/empty.tsx';
import { count } from '../ui/format.ts';
import { useFilters } from '../ui/use-filters.ts';
import { Problem } from '../ui/problem.tsx';
import { Details } from './details.tsx';
import { askOf, type LogFilters } from './lines.ts';
import { LogList } from './list.tsx';
import { openTail, type TailState } from './tail.ts';
import { Toolbar } from './toolbar.tsx';

type Name = keyof LogFilters | 'at' | 'wrap';

/** What an endpoint’s replicas say: the newest 500 lines and what follows, or the lines around one. */
export default function Logs() {
  const endpointId = useEndpointId();
  const [filters, set] = useFilters<Name>();
  const [anchor, setAnchor] = useState(filters.at);
  const asked = JSON.stringify(askOf(filters));
  const log = useMemo(
    () => openTail({ endpointId, ask: JSON.parse(asked) as Record<string, string>, at: anchor }),
    [endpointId, asked, anchor],
  );
  useEffect(() => log.start(), [log]);
  const state = useStore(log.state);
  const replicas = useReplicas(endpointId, state);
  const { lines } = state.tail;
  const chosen = filters.at === undefined ? undefined : lines.find(({ cursor }) => cursor === filters.at);
  const wanted = useMemo(
    () => ({
      text: filters.regex === 'true' ? '' : (filters.q ?? ''),
      matchCase: filters.case === 'true',
    }),
    [filters.q, filters.regex, filters.case],
  );
  return (
    <Tab title="Logs">
      <Toolbar endpointId={endpointId} filters={filters} replicas={replicas} set={set} />
      {state.error && <Problem error={state.error} doing="Reading the log" />}
      <NoLines endpointId={endpointId} state={state} isFiltered={asked !== '{}'} />
      {state.cameTo !== null && (
        <CameTo cameTo={state.cameTo} state={state} onOn={() => void log.loadOlder()} />
      )}
      {lines.length > 0 && (
        <LogList
          // Other lines begin at their end.
          key={`${asked} ${anchor ?? ''}`}
          log={log}
          state={state}
          wraps={filters.wrap === 'true'}
          wanted={wanted}
          chosen={filters.at}
          onChoose={({ cursor }) => set({ at: cursor })}
          onRequest={(requestId) => set({ requestId, at: undefined })}
        />
      )}
      <Group justify="space-between">
        <Text size="sm" c="dimmed" role="status">
          {sentenceOf(state)}
        </Text>
        {state.phase === 'still' && (
          <Button
            size="compact-sm"
            onClick={() => {
              set({ at: undefined });
              setAnchor(undefined);
            }}
          >
            To the newest lines
          </Button>
        )}
      </Group>
      {chosen && (
        <Details
          endpointId={endpointId}
          line={chosen}
          onContext={() => {
            set({
              q: undefined,
              severity: undefined,
              requestId: undefined,
              traceId: undefined,
              stream: undefined,
            });
            setAnchor(chosen.cursor);
          }}
          onClose={() => set({ at: undefined })}
        />
      )}
    </Tab>
  );
}

type NoLinesProps = Readonly<{ endpointId: string; state: TailState; isFiltered: boolean }>;

const NoLines = ({ endpointId, state, isFiltered }: NoLinesProps) => {
  if (state.phase === 'loading') return <Skeleton h={300} />;
  if (state.tail.lines.length > 0 || state.error !== null) return null;
  return isFiltered ? (
    <Empty sentence="No line is like that. New ones that are will appear here." />
  ) : (
    <Empty
      sentence="No line yet: lines come as soon as a replica starts."
      command={`tidegate logs ${endpointId} -f`}
    />
  );
};

type CameToProps = Readonly<{ cameTo: string; state: TailState; onOn: () => void }>;

const CameTo = ({ cameTo, state, onOn }: CameToProps) => (
  <Alert color="yellow" variant="outline" title="The search has come so far and no further">
    <Group>
      <Text size="sm">It read back to {new Date(cameTo).toLocaleString()}.</Text>
      {state.older !== null && (
        <Button size="compact-sm" onClick={onOn} loading={state.isLoadingOlder}>
          Search on
        </Button>
      )}
    </Group>
  </Alert>
);

const SENTENCES = {
  loading: 'Reading the newest lines.',
  live: 'Following.',
  reconnecting: 'The connection broke: going on from the last line as soon as it is back.',
  still: 'Lines around a moment.',
  failed: 'Not following.',
} as const;

const sentenceOf = ({ phase, isPaused, tail: { lines, dropped } }: TailState): string =>
  [
    phase === 'live' && isPaused ? 'Paused: lines still come in below.' : SENTENCES[phase],
    `${count(lines.length)} lines here${dropped > 0 ? `, ${count(dropped)} older ones let go` : ''}.`,
  ].join(' ');

/** Those that run, those that are gone, and those that the lines name. */
const useReplicas = (endpointId: string, { tail }: TailState): readonly string[] => {
  const { data } = useQuery(replicasOf(endpointId, true));
  const named = tail.lines.flatMap(({ replicaId }) => replicaId ?? []);
  return [...new Set([...(data?.items ?? []).map(({ id }) => id), ...named])];
};
