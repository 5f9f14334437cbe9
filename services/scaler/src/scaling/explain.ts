import type { EventNamed, ScalingInputs, ScalingSpec } from '@tidegate/contracts';

type Decided = EventNamed<'ScaleDecided'>['data'];

export type Outcome = Readonly<{
  to: number;
  cause: Decided['cause'];
  limitedBy: Decided['limitedBy'];
  /** The calculation with its numbers. */
  arithmetic: string;
  /** The reason, without subject or full stop. */
  because: string;
}>;

/** `2 → 3: 17 in flight ÷ target 8 = 2.1, rounded up to 3.` */
export const sentence = (from: number, outcome: Outcome, scaling: ScalingSpec): string => {
  const { to, because, limitedBy } = outcome;
  const limits = [
    limitedBy.includes('max_replicas') ? `maxReplicas is ${String(scaling.maxReplicas)}` : '',
    limitedBy.includes('min_replicas') ? `minReplicas is ${String(scaling.minReplicas)}` : '',
  ];
  const reasons = [because, ...limits].filter((reason) => reason !== '').join('; ');
  return `${String(from)} → ${String(to)}: ${reasons}.`;
};

/** The highest answer of the rules; of equal ones the first. */
export const asksFor = (
  inputs: ScalingInputs,
): Readonly<{ replicas: number; arithmetic: string; because: string }> => {
  const replicas = Math.max(0, ...inputs.demands.map((demand) => demand.replicas));
  const highest = inputs.demands.find((demand) => demand.replicas === replicas);
  if (!highest) return { replicas, arithmetic: '0', because: 'no rule asked for anything' };
  const { metric, value, target } = highest;
  const what = metric === 'concurrency' ? concurrencyWords(value, inputs) : `${plain(value)} requests/s`;
  const ratio = quotient(value / target, replicas);
  return {
    replicas,
    arithmetic: `ceil(${plain(value)} / ${plain(target)}) = ${String(replicas)}`,
    because: `${what} ÷ target ${plain(target)} = ${ratio}${Number(ratio) === replicas ? '' : `, rounded up to ${String(replicas)}`}`,
  };
};

const concurrencyWords = (value: number, { inFlight, waiting, current }: ScalingInputs): string => {
  if (current === 0) return `${plain(value)} waiting`;
  if (value !== inFlight + waiting) return `${plain(value)} in flight or waiting on average`;
  if (waiting === 0) return `${plain(value)} in flight`;
  return `${plain(inFlight)} in flight and ${plain(waiting)} waiting`;
};

const plain = (value: number): string => String(Math.round(value * 1000) / 1000);

/** With as few decimals as still show why it is rounded up. */
const quotient = (value: number, roundedUp: number): string => {
  const short = [10, 100, 1000].map((scale) => Math.round(value * scale) / scale);
  return String(short.find((shown) => Math.ceil(shown) === roundedUp) ?? value);
};
