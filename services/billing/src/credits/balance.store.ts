import { Injectable } from '@nestjs/common';
import { Clock, Db } from '@tidegate/eventing/nest';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { inOneState } from '../ledger/one-state.store.ts';
import { Usage } from '../usage/usage.store.ts';
import { CreditStore } from './credit.store.ts';
import type { Balance } from './credit-view.ts';

/** What comes in and what goes out. */
@Injectable()
export class MoneySources {
  constructor(
    readonly credits: CreditStore,
    readonly usage: Usage,
  ) {}
}

/** A project’s money as of now. */
@Injectable()
export class BalanceStore {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly ledger: LedgerStore,
    private readonly money: MoneySources,
  ) {}

  of(projectId: string): Promise<Balance> {
    const { credits, usage } = this.money;
    const asOfUs = this.clock.nowUs();
    return inOneState(this.db, async (tx) => {
      const left = await credits.left(tx, asOfUs, projectId);
      const due = await usage.dueByNow(tx, asOfUs, { projectId, endpointId: null });
      const posted = await this.ledger.posted(tx, projectId);
      return {
        projectId,
        asOfUs,
        balances: await credits.balances(tx, projectId),
        leftNanoUsd: left.get(projectId)?.leftNanoUsd ?? 0n,
        dueNanoUsd: due.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0n),
        postedNanoUsd: posted.reduce((sum, { amountNanoUsd }) => sum + amountNanoUsd, 0n),
      };
    });
  }
}
