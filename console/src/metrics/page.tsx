import {
  Alert,
  Button,
  Group,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  Switch,
  TagsInput,
  Text,
} from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { got, useEndpointId } from '../endpoint/queries.ts';
import { Tab } from '../endpoint/tab.tsx';
import { Chart } from '../ui/chart.tsx';
import { duration } from '../ui/format.ts';
import { localOf, momentOf } from '../ui/moment.tsx';
import { Problem } from '../ui/problem.tsx';
import { Section } from '../ui/section.tsx';
import { When } from '../ui/when.tsx';
import { useFilters } from '../ui/use-filters.ts';
import {
  type Answer,
  formatOf,
  linesOf,
  namesOf,
  type Panel,
  PANELS,
  RANGES,
  summaryOf,
  timesOf,
} from './series.ts';

type Name = 'range' | 'from' | 'until' | 'replicas' | 'names';

const POLL_MS = 10_000;
const DEFAULT_RANGE = '1h';

/** What was measured, charts that share one cursor and one zoom. */
export default function Metrics() {
  const endpointId = useEndpointId();
  const [filters, set] = useFilters<Name>();
  const { range = DEFAULT_RANGE, from, until, replicas, names } = filters;
  const panels = panelsOf(names);
  const query = queryOf(filters, panels);
  const { data, error } = useQuery({
    queryKey: ['metrics', endpointId, query],
    queryFn: () =>
      got<Answer>(api.GET('/v1/endpoints/{endpointId}/metrics', { params: { path: { endpointId }, query } })),
    placeholderData: keepPreviousData,
    refetchInterval: until === undefined ? POLL_MS : false,
  });
  const zoom = (fromSeconds: number, untilSeconds: number): void =>
    set({ from: isoOf(fromSeconds), until: isoOf(untilSeconds) });
  const isZoomed = from !== undefined || until !== undefined;
  return (
    <Tab
      title="Metrics"
      about={data && `Steps of ${duration(data.stepSeconds)}. Drag over a chart to look closer: all follow.`}
    >
      <Group align="flex-end" gap="sm">
        <SegmentedControl
          aria-label="Range"
          data={RANGES.map(([value, label]) => ({ value, label }))}
          value={isZoomed ? '' : range}
          onChange={(value) => set({ range: value, from: undefined, until: undefined })}
        />
        <When label="From" value={localOf(from)} onChange={(local) => set({ from: momentOf(local) })} />
        <When label="Until" value={localOf(until)} onChange={(local) => set({ until: momentOf(local) })} />
        {isZoomed && (
          <Button variant="default" onClick={() => set({ from: undefined, until: undefined })}>
            Zoom out
          </Button>
        )}
        <Switch
          label="Each replica by itself"
          checked={replicas === 'true'}
          onChange={({ currentTarget }) => set({ replicas: currentTarget.checked ? 'true' : undefined })}
        />
      </Group>
      <Chosen
        chosen={names === undefined ? [] : names.split(',')}
        onChange={(next) => set({ names: next.join(',') })}
      />
      {error && <Problem error={error} doing="Reading metrics" />}
      {data ? (
        <Charts panels={panels} answer={data} onZoom={zoom} />
      ) : (
        <Skeleton h={400} animate={error === null} />
      )}
    </Tab>
  );
}

const panelsOf = (names: string | undefined): readonly Panel[] =>
  names === undefined
    ? PANELS
    : names.split(',').map((name): Panel => ({ title: name, metrics: [[name, name]] }));

const queryOf = (
  { range = DEFAULT_RANGE, from, until, replicas }: Readonly<Partial<Record<Name, string>>>,
  panels: readonly Panel[],
) => ({
  names: namesOf(panels),
  from: from ?? range,
  ...(until !== undefined && { until }),
  ...(replicas === 'true' && { perReplica: 'true' as const }),
});

const isoOf = (seconds: number): string => new Date(Math.round(seconds * 1000)).toISOString();

const Chosen = ({
  chosen,
  onChange,
}: Readonly<{ chosen: readonly string[]; onChange: (names: string[]) => void }>) => {
  const { data } = useQuery({
    queryKey: ['metric-names'],
    queryFn: () =>
      got<Readonly<{ items: readonly Readonly<{ name: string; scopes: readonly string[] }>[] }>>(
        api.GET('/v1/metric-names'),
      ),
    staleTime: Infinity,
  });
  const known = (data?.items ?? [])
    .filter(({ scopes }) => scopes.includes('endpoint'))
    .map(({ name }) => name);
  return (
    <TagsInput
      label="Only these"
      description="Any metric by its name; one of the runtime’s own as runtime:name."
      placeholder={chosen.length > 0 ? '' : 'all that matter'}
      data={known}
      value={[...chosen]}
      onChange={onChange}
      maxTags={12}
      clearable
    />
  );
};

type ChartsProps = Readonly<{
  panels: readonly Panel[];
  answer: Answer;
  onZoom: (from: number, until: number) => void;
}>;

const Charts = ({ panels, answer, onZoom }: ChartsProps) => {
  const times = timesOf(answer);
  const drawn = panels.map((panel) => ({ panel, lines: linesOf(panel, answer) }));
  const silent = drawn.filter(({ lines }) => lines.length === 0);
  return (
    <>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        {drawn.map(({ panel, lines }) => {
          if (lines.length === 0) return null;
          const format = formatOf(panel, answer);
          return (
            <Section key={panel.title} title={panel.title}>
              <Chart
                summary={summaryOf(panel.title, lines, format)}
                times={times}
                lines={lines}
                format={format}
                height={180}
                group="metrics"
                onZoom={onZoom}
              />
            </Section>
          );
        })}
      </SimpleGrid>
      {silent.length === drawn.length ? (
        <Alert variant="outline" title="Nothing was measured in this time">
          Send a request, or choose a longer time.
        </Alert>
      ) : (
        silent.length > 0 && (
          <Text size="sm" c="dimmed">
            Nothing was measured of: {silent.map(({ panel }) => panel.title.toLowerCase()).join(', ')}.
          </Text>
        )
      )}
    </>
  );
};
