import type { Reason } from '@tidegate/contracts';

/** Requests that are over, and how many of them failed. */
export type Side = Readonly<{ requests: number; errors: number }>;

/** Below these, chance has too much to say. */
const LEAST_REQUESTS = 20;
const LEAST_ERRORS = 5;
/** A difference that nobody would mind is no reason, however sure it is. */
const LEAST_DIFFERENCE = 0.05;
/**
 * How many standard errors apart. One look needs 3 to be wrong once in a thousand times; a rollout is looked at again
 * and again, and with 4 (and the bounds above) two equal templates are told apart by mistake in less than 1 of 100
 * rollouts of 500 requests, whatever their error rate (the spec lives through some hundreds).
 */
const LEAST_Z = 4;

/**
 * Whether the candidate fails more often than the others do, beyond chance: a two-proportion z-test with the pooled
 * rate p, z = (p₁ − p₂) / √(p (1 − p) (1/n₁ + 1/n₂)).
 *
 * 6 of 40 against 8 of 400: p = 14/440 = 0.0318, √(0.0318 × 0.9682 × (1/40 + 1/400)) = 0.0291, z = (0.15 − 0.02) / 0.0291
 * = 4.5: worse. 5 of 60 against 8 of 400: p = 0.0283, standard error 0.0230, z = 0.0633 / 0.0230 = 2.8: that may be chance.
 *
 * Without any request to the others there is nothing to compare with, and nothing is said.
 */
export const judgeRollout = (candidate: Side, others: Side): 'worse' | 'no worse' => {
  if (candidate.requests < LEAST_REQUESTS || candidate.errors < LEAST_ERRORS || others.requests === 0)
    return 'no worse';
  const difference = rateOf(candidate) - rateOf(others);
  const pooled = (candidate.errors + others.errors) / (candidate.requests + others.requests);
  const standardError = Math.sqrt(pooled * (1 - pooled) * (1 / candidate.requests + 1 / others.requests));
  return difference >= LEAST_DIFFERENCE && difference > LEAST_Z * standardError ? 'worse' : 'no worse';
};

const rateOf = ({ requests, errors }: Side): number => errors / requests;

const inWords = (side: Side): string =>
  `${side.errors} of ${side.requests} requests (${(rateOf(side) * 100).toFixed(1)} %)`;

export const worse = (candidate: Side, others: Side, to: number): Reason => ({
  code: 'error_rate_worse',
  message: `Of template ${to}, ${inWords(candidate)} failed; of the others, ${inWords(others)}.`,
  nextStep: 'Read the log of its replicas, correct the cause and update it again.',
});
