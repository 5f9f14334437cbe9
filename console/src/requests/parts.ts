import type { components } from '@tidegate/sdk';

export type Request = components['schemas']['Request'];
export type Part = Readonly<{ label: string; fromMs: number; ms: number; color: string }>;

/**
 * Where a request’s time went. It waits for a replica to wake, then for a free one; what is left until the first byte is
 * the replica’s reading of it, the rest its answer.
 */
export const partsOf = ({
  wakeMs,
  queueMs,
  firstByteMs,
  durationMs,
}: Pick<Request, 'wakeMs' | 'queueMs' | 'firstByteMs' | 'durationMs'>): readonly Part[] => {
  const waited = Math.min(wakeMs + queueMs, durationMs);
  const first = Math.min(Math.max(firstByteMs ?? durationMs, waited), durationMs);
  const all: readonly Part[] = [
    { label: 'Wake', fromMs: 0, ms: Math.min(wakeMs, durationMs), color: '#0c8599' },
    { label: 'Queue', fromMs: wakeMs, ms: Math.max(0, waited - wakeMs), color: '#e8590c' },
    {
      label: firstByteMs === null ? 'Until it ended' : 'To the first byte',
      fromMs: waited,
      ms: first - waited,
      color: '#5f3dc4',
    },
    { label: 'Answer', fromMs: first, ms: durationMs - first, color: '#2f9e44' },
  ];
  return all.filter(({ ms, label }) => ms > 0 || (label === 'Answer' && firstByteMs !== null));
};

/** How a request ended, in a word; never a number alone. */
export const endOf = ({ status, outcome }: Pick<Request, 'status' | 'outcome'>): string => {
  const words = { answered: '', refused: ' refused', client_gone: ' caller gone', cut: ' cut' } as const;
  return `${status ?? '–'}${words[outcome]}`;
};

export const colourOf = ({ status, outcome }: Pick<Request, 'status' | 'outcome'>): string => {
  if (outcome === 'cut' || (status !== null && status >= 500)) return 'red';
  if (outcome !== 'answered' || status === null || status >= 400) return 'yellow';
  return 'green';
};

export const milliseconds = (ms: number | null): string => {
  if (ms === null) return '–';
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)}\u00a0s`;
  if (ms >= 1_000) return `${(ms / 1000).toFixed(2)}\u00a0s`;
  return `${ms >= 10 ? Math.round(ms) : Number(ms.toFixed(1))}\u00a0ms`;
};

const FILTERS = ['status', 'outcome', 'token', 'replica', 'request', 'minDurationMs'] as const;
export type RequestFilters = Readonly<
  Partial<Record<(typeof FILTERS)[number] | 'span' | 'since' | 'until', string>>
>;

const HOURS: Readonly<Record<string, number>> = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 };

/** What a reader chose, as the API asks for it. */
export const askOf = (filters: RequestFilters, now: number): Record<string, string> => {
  const hours = HOURS[filters.span ?? ''];
  const since =
    filters.since ?? (hours === undefined ? undefined : new Date(now - hours * 3_600_000).toISOString());
  return {
    ...Object.fromEntries(
      FILTERS.flatMap((name) => {
        const value = filters[name];
        return value === undefined ? [] : [[name, value] as const];
      }),
    ),
    ...(since !== undefined && { since }),
    ...(filters.until !== undefined && { until: filters.until }),
  };
};
