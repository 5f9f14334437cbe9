import type { Due } from '../usage/due.ts';

type Whose = Readonly<{ projectId: string; endpointId: string | null }>;
const keyOf = ({ projectId, endpointId }: Whose): string => `${projectId} ${endpointId ?? ''}`;

/** What each project, and each endpoint, has cost in one month. */
export class Spent {
  private readonly byOwner = new Map<string, bigint>();

  constructor(
    dues: Iterable<Pick<Due, 'projectId' | 'endpointId' | 'period' | 'costNanoUsd'>>,
    period: string,
  ) {
    for (const due of dues) {
      if (due.period !== period) continue;
      this.#add({ ...due, endpointId: null }, due.costNanoUsd);
      this.#add(due, due.costNanoUsd);
    }
  }

  of(whose: Whose): bigint {
    return this.byOwner.get(keyOf(whose)) ?? 0n;
  }

  #add(whose: Whose, costNanoUsd: bigint): void {
    this.byOwner.set(keyOf(whose), this.of(whose) + costNanoUsd);
  }
}
