import type { z } from 'zod';
import type { billingEvents } from './billing.events.ts';
import { usdOf } from './usd.ts';

type Stopped = z.infer<typeof billingEvents.SpendingStopped.schema>;
type Resumed = z.infer<typeof billingEvents.SpendingResumed.schema>;

/** What stands behind a stop: a budget, or, without one, the project’s prepaid credit. */
export type SpendingStop = Stopped;

const isSame = (a: Resumed | Stopped, b: Stopped): boolean =>
  a.endpointId === b.endpointId && a.budgetId === b.budgetId;

/** Whose spending is stopped: a fold of SpendingStopped and SpendingResumed. What stops a project twice must be resumed twice. */
export class SpendingStops {
  readonly #byProject = new Map<string, readonly SpendingStop[]>();

  constructor(kept: readonly SpendingStop[] = []) {
    for (const stop of kept) this.stopped(stop);
  }

  toJSON(): SpendingStop[] {
    return [...this.#byProject.values()].flat();
  }

  stopped(stop: SpendingStop): void {
    this.#set(stop.projectId, [...this.#others(stop), stop]);
  }

  resumed(resumption: Resumed): void {
    this.#set(resumption.projectId, this.#others(resumption));
  }

  /** What stops an endpoint; undefined: it may spend. */
  of({
    projectId,
    endpointId,
  }: Readonly<{ projectId: string; endpointId: string }>): SpendingStop | undefined {
    if (this.#byProject.size === 0) return undefined;
    return this.#byProject
      .get(projectId)
      ?.find((stop) => stop.endpointId === null || stop.endpointId === endpointId);
  }

  #others(one: Resumed | Stopped): SpendingStop[] {
    return (this.#byProject.get(one.projectId) ?? []).filter((stop) => !isSame(one, stop));
  }

  #set(projectId: string, stops: readonly SpendingStop[]): void {
    if (stops.length === 0) this.#byProject.delete(projectId);
    else this.#byProject.set(projectId, stops);
  }
}

/** Until when an endpoint is paid for whatever a budget says, epoch microseconds; 0: it is not. */
export const committedUntilUs = (
  commitment: Readonly<{ kind: 'on-demand' } | { kind: 'reserved'; until: string }>,
): number => (commitment.kind === 'reserved' ? Date.parse(commitment.until) * 1000 : 0);

/** Why nothing runs, in words that follow a colon. */
export const stopWords = ({ budgetId, limitNanoUsd, period }: SpendingStop): string =>
  budgetId === null
    ? 'the project’s credit is used up, so nothing runs until there is more'
    : `the budget of ${usdOf(limitNanoUsd)} USD for ${period} is spent, so nothing runs until it is raised or the next month begins`;
