import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, ledgerQuestions } from '@tidegate/contracts';
import { Answers, Db } from '@tidegate/eventing/nest';
import { numberIn, pageOf } from '../ledger/cursor.ts';
import { BalanceStore } from './balance.store.ts';
import { CreditStore } from './credit.store.ts';
import { balanceViewOf, creditViewOf } from './credit-view.ts';
import { GrantCredit } from './grant-credit.handler.ts';

const { grantCredit, credits, balance } = ledgerQuestions;

@Controller()
export class AnswerCredits {
  constructor(
    private readonly db: Db,
    private readonly store: CreditStore,
    private readonly balances: BalanceStore,
    private readonly granting: GrantCredit,
  ) {}

  @Answers(grantCredit)
  grant(ask: AskOf<typeof grantCredit>): Promise<AnswerOf<typeof grantCredit>> {
    return this.granting.grant(ask);
  }

  @Answers(credits)
  async page({ projectId, limit, cursor }: AskOf<typeof credits>): Promise<AnswerOf<typeof credits>> {
    const rows = await this.store.page(this.db, projectId, numberIn(cursor), limit + 1);
    return pageOf(rows, limit, { place: ({ position }) => position, item: creditViewOf });
  }

  @Answers(balance)
  async balance({ projectId }: AskOf<typeof balance>): Promise<AnswerOf<typeof balance>> {
    return balanceViewOf(await this.balances.of(projectId));
  }
}
