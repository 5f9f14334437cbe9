import type { Decision } from './decide.ts';
import { type Demand, highestOf } from './demands.ts';
import { ceiling } from './headway.ts';
import type { Limit } from './limits.ts';

/** The calculation with its numbers, one step after the other. */
export const formulaOf = (decision: Decision): string => {
  const { cause, current, desired, inputs } = decision;
  const { demands, heldReplicas, rest } = inputs;
  const steps: string[] = [];
  if (cause === 'manual') steps.push(`fixed at ${String(desired)}`);
  else if (decision.limitedBy.includes('metric_stale')) steps.push(`now ${String(current)}`);
  else if (current === 0) steps.push(cause === 'wake' ? 'a request waits: 1' : 'nothing waits: 0');
  for (const demand of demands) steps.push(stepOf(demand, inputs.inFlight));
  if (demands.length > 0 && current > 0) steps.push(`held ${String(heldReplicas)}`);
  if (isResting(decision)) steps.push(`idle ${whole(rest.idleSeconds)} s of ${whole(rest.keepSeconds)} s`);
  if (decision.limitedBy.length > 0) steps.push(`limited by ${decision.limitedBy.join(', ')}`);
  return `${steps.join('; ')} = ${String(desired)}`;
};

/** No more than the last replica is wanted, and nothing keeps it busy. */
const isResting = ({ desired, current, inputs }: Decision): boolean =>
  current > 0 &&
  desired <= 1 &&
  inputs.demands.length > 0 &&
  inputs.bounds.minReplicas === 0 &&
  inputs.inFlight + inputs.waiting === 0;

const stepOf = (asked: Demand, inFlight: number): string => {
  const { metric, target, value, replicas, headway } = asked;
  if (value === null) return `${metric} unknown`;
  if (!headway) return `${metric} ceil(${plain(value)} / ${plain(target)}) = ${String(replicas)}`;
  const { demand, safety, backlog, slots } = headway;
  if (isUnproven(asked))
    return `ceil(${plain(inFlight)} in flight / ${plain(slots)} slots) = ${String(replicas)}`;
  const sum = `${plain(demand)} demand + ${plain(safety)} safety + ${plain(backlog)} backlog`;
  return `ceil((${sum}) / ${plain(slots)} slots) = ${String(replicas)}`;
};

/** It asks for more than its terms come to: too little was answered yet, and what is in flight is counted instead. */
const isUnproven = ({ replicas, headway }: Demand): boolean =>
  headway !== null && replicas > ceiling((headway.demand + headway.safety + headway.backlog) / headway.slots);

/** `2 → 3: 14 slots busy by 2.8 requests/s of 5 s each, and 6.2 kept free, over 8 a replica.` */
export const sentenceOf = (decision: Decision): string => {
  const { current, desired } = decision;
  const reasons = [becauseOf(decision), ...decision.limitedBy.map((limit) => LIMITS[limit])];
  const move =
    current === desired ? `stays at ${String(desired)}` : `${String(current)} → ${String(desired)}`;
  return `${move}: ${[...new Set(reasons)].filter((reason) => reason !== '').join('; ')}.`;
};

const LIMITS: Readonly<Record<Limit, string>> = {
  min_replicas: 'never fewer than the minimum',
  max_replicas: 'never more than the maximum',
  idle_timeout: 'the last replica stays for its idle time',
  initial_cooldown: 'it woke too recently to sleep again',
  scale_down_hold: 'as many were wanted a moment ago',
  scale_up_rate: 'no more may be added within a minute',
  scale_down_rate: 'no more may be removed within a minute',
  metric_stale: 'what it scales by is not seen, so the count stays',
  budget: 'the budget allows no more',
  capacity: 'the cluster has no room for more',
};

const becauseOf = (decision: Decision): string => {
  const { cause, inputs } = decision;
  const { rest, demands } = inputs;
  switch (cause) {
    case 'manual':
      return 'the count is fixed by hand';
    case 'wake':
      return 'a request waits and nothing runs';
    case 'idle':
      return `nothing to do for ${whole(rest.idleSeconds)} s`;
    case 'load':
      if (decision.current === 0 && rest.isExpected) return 'requests usually come about now';
      if (decision.current + decision.desired === 0 && !inputs.stale) return 'nobody calls it';
      return demands.length === 0 ? '' : loadWords(demands, inputs.inFlight);
  }
};

const loadWords = (demands: readonly Demand[], inFlight: number): string => {
  const highest = highestOf(demands);
  if (!highest) return '';
  const { headway, metric, value, target } = highest;
  if (isUnproven(highest))
    return `${plain(inFlight)} in flight, too few answered yet to say how long one takes, ${plain(target)} slots a replica`;
  if (headway) return headwayWords(headway);
  return `${metric} is ${plain(value ?? 0)}, one replica is meant to carry ${plain(target)}`;
};

const headwayWords = ({
  demand,
  safety,
  backlog,
  slots,
  serviceSeconds,
  surge,
  seasonal,
}: NonNullable<Demand['headway']>): string => {
  const rate = plain(demand / serviceSeconds);
  const word =
    demand === seasonal && demand > 0
      ? 'usually come now'
      : demand === surge && demand > 0
        ? 'just came'
        : 'come';
  const parts = [
    `${rate} requests/s ${word} and take ${plain(serviceSeconds)} s each: ${plain(demand)} slots busy`,
  ];
  parts.push(`${plain(safety)} kept free`);
  if (backlog > 0) parts.push(`${plain(backlog)} for those who wait`);
  return `${parts.join(', ')}, ${plain(slots)} slots a replica`;
};

/** Three digits are enough for people. */
const plain = (value: number): string =>
  String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

const whole = (seconds: number): string => String(Math.floor(seconds));
