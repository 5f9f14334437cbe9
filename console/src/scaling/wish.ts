import type { Endpoint, Simulation } from '../endpoint/queries.ts';
import type { Line } from '../ui/chart.tsx';

type Wanted = Endpoint['scaling'];
/** What may be played with; the rest stays as it is. */
export type What = Readonly<{
  minReplicas: number;
  maxReplicas: number;
  target: number | null;
  waitPrice: Wanted['waitPrice'];
  idleTimeoutSeconds: number | null;
  hours: number;
}>;

export const whatOf = ({ minReplicas, maxReplicas, rules, waitPrice, idleTimeoutSeconds }: Wanted): What => ({
  minReplicas,
  maxReplicas,
  target: rules[0]?.target ?? null,
  waitPrice,
  idleTimeoutSeconds,
  hours: 24,
});

export type SimulateBody = Readonly<{
  from: string;
  to: string;
  policies: { name: string; scaling?: Partial<Wanted> }[];
}>;

const HOUR_MS = 3_600_000;

/** The question to the simulator: as it is, and as it would be. */
export const simulateBodyOf = (now: Wanted, what: What, nowMs: number): SimulateBody => {
  const [first, ...others] = now.rules;
  const rules = first && what.target !== null ? [{ ...first, target: what.target }, ...others] : now.rules;
  return {
    from: new Date(nowMs - what.hours * HOUR_MS).toISOString(),
    to: new Date(nowMs).toISOString(),
    policies: [
      { name: 'current' },
      {
        name: 'what if',
        scaling: {
          ...now,
          rules,
          minReplicas: what.minReplicas,
          maxReplicas: what.maxReplicas,
          waitPrice: what.waitPrice,
          idleTimeoutSeconds: what.idleTimeoutSeconds,
        },
      },
    ],
  };
};

/** Of which field the platform complains, by the pointer of its error. */
export const fieldOf = (pointer: string): keyof What | null => {
  const name = /\/scaling\/(\w+)/.exec(pointer)?.[1];
  if (name === 'rules') return 'target';
  const known: readonly string[] = ['minReplicas', 'maxReplicas', 'waitPrice', 'idleTimeoutSeconds'];
  return name !== undefined && known.includes(name) ? (name as keyof What) : null;
};

type Policy = Simulation['policies'][number];
export type Drawn = Readonly<{ times: readonly number[]; lines: readonly Line[]; summary: string }>;

/** One policy’s replay, to be drawn beside another’s. */
export const drawnOf = (
  simulation: Simulation,
  { name, series, mostReplicas, coldStarts }: Policy,
): Drawn => {
  const first = Date.parse(simulation.from) / 1000;
  return {
    times: series.replicas.map((_, index) => first + index * simulation.bucketSeconds),
    lines: [
      { label: 'replicas', values: series.replicas, color: '#3b82c4', dashed: true, stepped: true },
      { label: 'ready', values: series.ready, color: '#2f9e58', filled: true, stepped: true },
      { label: 'in flight', values: series.inFlight, color: '#d08a1f', right: true },
    ],
    summary: `Replay under “${name}”: ${mostReplicas} replicas at most, ${coldStarts} cold starts.`,
  };
};

/** How much more or less, in percent of what is now; null where that says nothing. */
export const changeOf = (now: number, then: number): string | null => {
  if (now === 0 || now === then) return null;
  const percent = Math.round((100 * (then - now)) / now);
  return percent === 0 ? null : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
};
