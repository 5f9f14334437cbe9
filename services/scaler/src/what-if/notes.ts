import { type ScalingSpec, TRAFFIC_METRICS } from '@tidegate/contracts';

/** Where neither a rule nor the framework says what a replica works on at once. */
export const ASSUMED_SLOTS = 8;
/** No engine works on more at once; a larger target is as good as none. */
const MOST_SLOTS = 1024;

/** What one replica works on at once under a policy: what its owner means it to carry, or what its engine is known for. */
export const slotsFor = ({ rules }: ScalingSpec, frameworkSlots: number | null): number => {
  const rule = rules.find(({ metric }) => metric === 'concurrency');
  const slots = rule ? Math.floor(rule.target) : (frameworkSlots ?? ASSUMED_SLOTS);
  return Math.min(MOST_SLOTS, Math.max(1, slots));
};

export type Known = Readonly<{
  requests: number;
  /** Null: nobody has timed an answer. */
  serviceSeconds: number | null;
  assumedServiceSeconds: number;
  startSeconds: readonly number[];
  assumedStartSeconds: number;
  policies: readonly Readonly<{ name: string; scaling: ScalingSpec }>[];
}>;

/** What a replay takes for granted, for whoever decides by it. */
export const notesFor = (known: Known): string[] => [
  ...(known.requests === 0
    ? ['No request is recorded in this window: what is shown is what holding replicas costs.']
    : []),
  'Requests are recorded by the second, and within a second they are spread evenly.',
  known.serviceSeconds === null
    ? `No answer was timed: each is taken to last ${plain(known.assumedServiceSeconds)} s.`
    : `Answers last as long as the mean of their minute (${plain(known.serviceSeconds)} s over the window), however busy the replica is.`,
  known.startSeconds.length === 0
    ? `No start was measured: each is taken to last ${plain(known.assumedStartSeconds)} s.`
    : `Starts last as long as the last ${known.startSeconds.length} that were measured, one after the other.`,
  'The cluster always has room, and budgets do not run out.',
  'Every policy begins an hour before the window with nothing learned; that hour is not counted.',
  ...unknownRules(known.policies),
  ...(hasSeveralTargets(known.policies)
    ? [
        'A replica works on as many requests at once as the policy’s target on concurrency says, at the same speed.',
      ]
    : []),
];

const unknownRules = (policies: Known['policies']): string[] => {
  const traffic: readonly string[] = TRAFFIC_METRICS;
  const names = new Set(
    policies
      .flatMap(({ scaling }) => scaling.rules.map(({ metric }) => metric))
      .filter((name) => !traffic.includes(name)),
  );
  return names.size === 0
    ? []
    : [
        `What the runtime measures is not recorded: rules on ${[...names].join(', ')} have no value, so the count stays where only they could change it.`,
      ];
};

const hasSeveralTargets = (policies: Known['policies']): boolean =>
  new Set(policies.map(({ scaling }) => slotsFor(scaling, null))).size > 1;

const plain = (seconds: number): string => String(Number(seconds.toPrecision(3)));
