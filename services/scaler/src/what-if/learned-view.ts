import type { LearnedView } from '@tidegate/contracts';
import { type EndpointState, HEADWAY } from '@tidegate/scaling';

const finite = (seconds: number): number | null => (Number.isFinite(seconds) ? seconds : null);

/** What was learned of an endpoint, for people. */
export const learnedViewOf = ({ serviceSeconds, starts, gaps, error, plan }: EndpointState): LearnedView => ({
  serviceSeconds,
  startSeconds: starts.median,
  starts: starts.seconds.slice(-100),
  gaps: { seen: gaps.seen, seconds: gaps.seconds.slice(-500) },
  forecastError: Math.min(HEADWAY.mostError, Math.sqrt(error.square)),
  idlePlan: plan && {
    keepSeconds: plan.plan.keepSeconds,
    fromSeconds: finite(plan.plan.fromSeconds),
    toSeconds: finite(plan.plan.toSeconds),
  },
});
