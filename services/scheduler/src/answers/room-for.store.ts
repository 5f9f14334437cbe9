import { Inject, Injectable } from '@nestjs/common';
import type { AnswerOf, AskOf, questions } from '@tidegate/contracts';
import { Db } from '@tidegate/eventing/nest';
import { PoolStore } from '../placement/pool.store.ts';
import { SETTINGS, type SchedulerSettings } from '../settings.ts';
import { heldOf } from '../waiting/quota.ts';
import { QuotaStore } from '../waiting/quota.store.ts';
import { candidateViews } from './candidates.ts';
import { type Allowance, roomFor } from './room-for.ts';

type Ask = AskOf<typeof questions.roomFor>;

@Injectable()
export class RoomForStore {
  constructor(
    private readonly db: Db,
    private readonly pool: PoolStore,
    private readonly quotas: QuotaStore,
    @Inject(SETTINGS) private readonly settings: SchedulerSettings,
  ) {}

  async answer({
    projectId,
    replicas,
    cluster,
    image,
    ...needs
  }: Ask): Promise<AnswerOf<typeof questions.roomFor>> {
    const rooms = await this.pool.rooms(this.db, cluster);
    const past = await this.pool.past(this.db, cluster);
    const ask = {
      // Replicas of one endpoint that is not there yet.
      demand: { ...needs, image: image?.reference ?? null, endpointId: 'new' },
      replicas,
      allowance: await this.#allowance(projectId),
    };
    const answer = roomFor(ask, rooms, { past, policy: this.settings.placementPolicy });
    return { ...answer, candidates: candidateViews(answer.candidates, { rooms, chosen: null }) };
  }

  async #allowance(projectId: string | null): Promise<Allowance> {
    if (projectId === null) return null;
    const limit = await this.quotas.limit(this.db, projectId);
    if (limit === null) return null;
    const uses = await this.quotas.uses(this.db, [projectId]);
    return { limitMilli: limit * 1000, heldMilli: heldOf(uses) };
  }
}
