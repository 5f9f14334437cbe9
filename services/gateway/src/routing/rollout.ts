import type { EventNamed, EventType, Recorded } from '@tidegate/contracts';

export const ROLLOUT_TYPES = [
  'RolloutStarted',
  'RolloutShifted',
  'RolloutFinished',
] as const satisfies readonly EventType[];
type RolloutType = (typeof ROLLOUT_TYPES)[number];
export type RolloutEvent = { [Type in RolloutType]: Recorded<EventNamed<Type>> }[RolloutType];

/** Requests whose replica is known and that are over. */
export type SideCount = { requests: number; errors: number };

/** Template `to` taking over from `from`. One object lives as long as one rollout: its counts begin at zero with it. */
export type Rollout = {
  readonly from: number;
  readonly to: number;
  /** Of 100 requests, how many go to `to`; at 100 any ready replica serves. */
  percent: number;
  readonly candidate: SideCount;
  readonly others: SideCount;
};

const opened = ({ from, to, percent }: EventNamed<'RolloutStarted'>['data']): Rollout => ({
  from,
  to,
  percent,
  candidate: { requests: 0, errors: 0 },
  others: { requests: 0, errors: 0 },
});

/** The rollout that is open after the event. */
export const rolloutAfter = (rollout: Rollout | undefined, event: RolloutEvent): Rollout | undefined => {
  switch (event.type) {
    case 'RolloutStarted':
      return opened(event.data);
    case 'RolloutShifted':
      if (rollout?.to !== event.data.to) return opened(event.data);
      rollout.percent = event.data.percent;
      return rollout;
    case 'RolloutFinished':
      return undefined;
  }
};

/** Whether requests are shared out by percent. */
export const isCanary = (rollout: Rollout | undefined): rollout is Rollout =>
  rollout !== undefined && rollout.percent < 100;

export const countIn = (rollout: Rollout, template: number, failed: boolean): void => {
  const side = template === rollout.to ? rollout.candidate : rollout.others;
  side.requests++;
  if (failed) side.errors++;
};

/** What a sample says of a rollout, in the names that judge it; nothing while none is open. */
export const rolloutMetrics = (rollout: Rollout | undefined): Record<string, number> =>
  rollout
    ? {
        rollout_revision: rollout.to,
        rollout_requests_total: rollout.candidate.requests,
        rollout_errors_total: rollout.candidate.errors,
        others_requests_total: rollout.others.requests,
        others_errors_total: rollout.others.errors,
      }
    : {};
