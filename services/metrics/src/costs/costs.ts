import type { BurnView, UsageReport } from '@tidegate/contracts';
import type { Cost } from '../recording/recorder.ts';

type Known = Cost & Readonly<{ atUs: number }>;

/** What was told longer ago says nothing of now. */
const FRESH_US = 180_000_000;
const NANO = 1e9;

/** What billing last said of each endpoint. */
export class Costs {
  readonly #known = new Map<string, Known>();

  /** Of one project: whoever is not named costs nothing. */
  tell(
    endpointIds: readonly string[],
    burn: Pick<BurnView, 'endpoints' | 'endpointsLeftOut'>,
    today: readonly UsageReport['items'][number][],
    atUs: number,
  ): void {
    const perHour = new Map(
      burn.endpoints.map((each) => [each.endpointId, Number(each.burnNanoUsdPerHour) / NANO]),
    );
    const soFar = new Map(
      today.map(({ group, costNanoUsd }) => [group['endpoint'], Number(costNanoUsd) / NANO]),
    );
    for (const endpointId of endpointIds) {
      // Of one that the list had no room for nothing is known.
      if (!perHour.has(endpointId) && burn.endpointsLeftOut > 0) continue;
      this.#known.set(endpointId, {
        usdPerHour: perHour.get(endpointId) ?? 0,
        usdToday: soFar.get(endpointId) ?? 0,
        atUs,
      });
    }
  }

  of(endpointId: string, nowUs: number): Cost | undefined {
    const known = this.#known.get(endpointId);
    return known && nowUs - known.atUs <= FRESH_US ? known : undefined;
  }

  forgetOld(nowUs: number): void {
    for (const [endpointId, { atUs }] of this.#known)
      if (nowUs - atUs > FRESH_US) this.#known.delete(endpointId);
  }
}
