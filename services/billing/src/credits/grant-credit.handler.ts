import { Injectable } from '@nestjs/common';
import {
  type AskOf,
  type CreditView,
  type EventNamed,
  type ledgerQuestions,
  refuse,
} from '@tidegate/contracts';
import { causeOf, deriveId } from '@tidegate/eventing';
import { Clock, Conflict, Db, EventStore } from '@tidegate/eventing/nest';
import { CreditStore } from './credit.store.ts';
import { creditViewOf } from './credit-view.ts';

const MOST_CREDITS = 1000;

type Wish = AskOf<typeof ledgerQuestions.grantCredit>;
type Granted = EventNamed<'CreditGranted'>;

/** Grants a credit. The same command again finds it granted. */
@Injectable()
export class GrantCredit {
  constructor(
    private readonly store: EventStore,
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly credits: CreditStore,
  ) {}

  async grant(wish: Wish): Promise<CreditView> {
    const creditId = deriveId('credit', wish.commandId);
    const known = await this.#known(creditId);
    if (known) return known;
    const data = this.#dataOf(creditId, wish);
    if ((await this.credits.count(this.db, wish.projectId)) >= MOST_CREDITS)
      refuse('credit.too_many', { limit: MOST_CREDITS });
    const { commandId, actor, requestId } = wish;
    try {
      await this.store.append(
        streamOf(creditId),
        0,
        [{ type: 'CreditGranted', data }],
        causeOf({ commandId, actor, ...(requestId && { requestId }) }),
      );
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
    return (await this.#known(creditId)) ?? viewOf(data);
  }

  /** As the books have it, or as the log has it where they have not come to it yet. */
  async #known(creditId: string): Promise<CreditView | undefined> {
    const credit = await this.credits.find(this.db, creditId);
    if (credit) return creditViewOf(credit);
    const { events } = await this.store.read<Granted>(streamOf(creditId));
    return events[0] && viewOf(events[0].data);
  }

  #dataOf(creditId: string, { projectId, kind, amountNanoUsd, expiresAt, note }: Wish): Granted['data'] {
    const grantedAtUs = this.clock.nowUs();
    const expiresAtUs = expiresAt === null ? null : Date.parse(expiresAt) * 1000;
    if (expiresAtUs !== null && expiresAtUs <= grantedAtUs)
      refuse('request.invalid', { count: 1 }, [{ pointer: '/expiresAt', message: 'must be in the future' }]);
    return { creditId, projectId, kind, amountNanoUsd, grantedAtUs, expiresAtUs, note };
  }
}

const streamOf = (creditId: string): string => `credit-${creditId}`;
const viewOf = (data: Granted['data']): CreditView =>
  creditViewOf({ ...data, remainingNanoUsd: data.amountNanoUsd });
