import { REFUSALS, type Refusal, type RefusalCode } from '@tidegate/contracts';

/** `refused`: nothing of an answer was sent. `cut`: it broke off in the middle, `byCaller` because that did not read on. */
export type Ending =
  | Readonly<{ kind: 'answered' }>
  | Readonly<{ kind: 'refused'; refusal: Refusal }>
  | Readonly<{ kind: 'cut'; byCaller?: true }>
  | Readonly<{ kind: 'cancelled' }>;

/** Refusals that speak against the replica a request was sent to last, be it that it could not be reached in the time there was. */
const REPLICA_FAILED: ReadonlySet<RefusalCode> = new Set([
  'replica.unreachable',
  'replica.timeout',
  'endpoint.waking',
]);

/** Whether the replica that had the request is to blame. `status` is what it answered, 0 for nothing. */
export const failedAtReplica = (ending: Ending, status: number): boolean => {
  switch (ending.kind) {
    case 'answered':
      return status >= 500;
    case 'refused':
      return REPLICA_FAILED.has(ending.refusal.code);
    case 'cut':
      return ending.byCaller !== true;
    case 'cancelled':
      return false;
  }
};

/** Whether the request failed for a reason that is not the caller's. */
export const failed = (ending: Ending, status: number): boolean =>
  ending.kind === 'refused' ? REFUSALS[ending.refusal.code].status >= 500 : failedAtReplica(ending, status);
