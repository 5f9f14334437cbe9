import type { Line } from '../ui/chart.tsx';
import { bytes, count, duration } from '../ui/format.ts';

export type Series = Readonly<{
  metric: string;
  unit: string;
  replicaId: string | null;
  values: readonly (number | null)[];
}>;
export type Answer = Readonly<{
  from: string;
  until: string;
  stepSeconds: number;
  series: readonly Series[];
}>;

export type Panel = Readonly<{
  title: string;
  metrics: readonly (readonly [name: string, label: string])[];
  /** Lines of these are on the axis at the right. */
  isStepped?: boolean;
}>;

/** What one looks at first, in the order of questions: how much, how fast, with what, for how much. */
export const PANELS: readonly Panel[] = [
  {
    title: 'Requests a second',
    metrics: [
      ['requests_per_second', 'requests'],
      ['errors_per_second', 'errors'],
    ],
  },
  {
    title: 'Time to the whole answer',
    metrics: [
      ['latency_p50_seconds', 'p50'],
      ['latency_p95_seconds', 'p95'],
      ['latency_p99_seconds', 'p99'],
    ],
  },
  {
    title: 'Time to the first byte',
    metrics: [
      ['ttft_p50_seconds', 'p50'],
      ['ttft_p95_seconds', 'p95'],
      ['ttft_p99_seconds', 'p99'],
    ],
  },
  {
    title: 'In flight and waiting',
    metrics: [
      ['in_flight', 'in flight'],
      ['queue_depth', 'waiting'],
    ],
  },
  {
    title: 'Time waited',
    metrics: [
      ['queue_p95_seconds', 'queue p95'],
      ['wake_p95_seconds', 'wake p95'],
    ],
  },
  {
    title: 'Tokens a second',
    metrics: [
      ['prompt_tokens_per_second', 'prompts'],
      ['completion_tokens_per_second', 'answers'],
    ],
  },
  {
    title: 'Replicas',
    isStepped: true,
    metrics: [
      ['desired_replicas', 'desired'],
      ['ready_replicas', 'ready'],
      ['starting_replicas', 'starting'],
      ['sleeping_replicas', 'asleep'],
    ],
  },
  {
    title: 'Start of a replica, p95',
    metrics: [
      ['placing_p95_seconds', 'placing'],
      ['pulling_p95_seconds', 'pulling'],
      ['loading_p95_seconds', 'loading'],
    ],
  },
  {
    title: 'How busy',
    metrics: [
      ['gpu_utilization_ratio', 'GPU'],
      ['cpu_ratio', 'processor'],
    ],
  },
  {
    title: 'How full',
    metrics: [
      ['gpu_memory_ratio', 'GPU memory'],
      ['memory_ratio', 'memory'],
      ['disk_ratio', 'disk'],
    ],
  },
  { title: 'Cost an hour', metrics: [['cost_usd_per_hour', 'cost']] },
];

export const namesOf = (panels: readonly Panel[]): string =>
  [...new Set(panels.flatMap(({ metrics }) => metrics.map(([name]) => name)))].join(',');

const COLOURS = ['#1c7ed6', '#e8590c', '#2f9e44', '#9c36b5', '#0c8599', '#c2255c', '#5f3dc4', '#868e96'];
export const MOST_LINES = COLOURS.length;

export const timesOf = ({ from, stepSeconds, series }: Answer): readonly number[] => {
  const start = Date.parse(from) / 1000;
  return Array.from({ length: series[0]?.values.length ?? 0 }, (_, nth) => start + nth * stepSeconds);
};

/** A panel’s lines; of each replica by itself where that was asked. */
export const linesOf = (panel: Panel, { series }: Answer): readonly Line[] =>
  panel.metrics
    .flatMap(([name, label]) =>
      series
        .filter(({ metric, values }) => metric === name && values.some((value) => value !== null))
        .map(({ replicaId, values }) => ({
          label: replicaId === null ? label : `${label} ${replicaId.replace(/^repl-/, '').slice(0, 6)}`,
          values,
        })),
    )
    .slice(0, MOST_LINES)
    .map((line, nth) => ({
      ...line,
      color: COLOURS[nth] ?? '#868e96',
      ...(panel.isStepped && { stepped: true, dashed: line.label.startsWith('desired') }),
    }));

const usd = (value: number): string =>
  `$${value === 0 || value >= 1 ? value.toFixed(2) : value.toPrecision(2)}`;
const FORMATS: Readonly<Record<string, (value: number) => string>> = {
  seconds: duration,
  ratio: (value) => `${Number((100 * value).toFixed(1))} %`,
  bytes,
  usd_per_hour: usd,
  usd,
};
export const formatOf = (panel: Panel, { series }: Answer): ((value: number) => string) => {
  const unit = series.find(({ metric }) => metric === panel.metrics[0]?.[0])?.unit;
  return FORMATS[unit ?? ''] ?? ((value) => count(Number(value.toFixed(2))));
};

/** A chart’s last figures in a sentence, for who cannot see it. */
export const summaryOf = (
  title: string,
  lines: readonly Line[],
  format: (value: number) => string,
): string => {
  const last = lines.map(({ label, values }) => {
    const value = values.findLast((each) => each !== null);
    return value == null ? `${label} unknown` : `${label} ${format(value)}`;
  });
  return `${title}: ${last.length === 0 ? 'nothing was measured' : `last ${last.join(', ')}`}.`;
};

export const RANGES = [
  ['15m', '15 min'],
  ['1h', '1 h'],
  ['6h', '6 h'],
  ['24h', '24 h'],
  ['7d', '7 d'],
  ['30d', '30 d'],
] as const;
