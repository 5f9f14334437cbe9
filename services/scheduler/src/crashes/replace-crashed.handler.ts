import { Injectable } from '@nestjs/common';
import { causeOf } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { NodeNudges } from '../nodes/nudge.handler.ts';
import { BackOffStore, type Template } from './back-off.store.ts';
import { MeetScale } from '../decisions/meet-scale.handler.ts';

const ACTOR = 'service:scheduler';

/** Asks for the replacements of crashed replicas that have waited long enough. Each is a transaction of its own. */
@Injectable()
export class ReplaceCrashed {
  constructor(
    private readonly db: Db,
    private readonly backOffs: BackOffStore,
    private readonly meetScale: MeetScale,
    private readonly nudges: NodeNudges,
  ) {}

  async replaceDue(nowUs: number): Promise<void> {
    for (const template of await this.backOffs.due(this.db, nowUs)) await this.#replace(template, nowUs);
  }

  async #replace(template: Template, nowUs: number): Promise<void> {
    const { endpointId } = template;
    const nodeIds = await this.db.transaction(async (tx) => {
      await this.meetScale.lock(tx, endpointId);
      const backOff = await this.backOffs.of(tx, template);
      if (backOff?.dueAtUs == null || backOff.dueAtUs > nowUs) return [];
      const id = backOff.triggerId;
      const trigger = { id, cause: causeOf({ commandId: id, actor: ACTOR }), nowUs };
      const told = await this.meetScale.meet(tx, endpointId, trigger);
      await this.backOffs.save(tx, template, { ...backOff, heldBack: 0, dueAtUs: null });
      return told;
    });
    this.nudges.now(nodeIds);
  }
}
