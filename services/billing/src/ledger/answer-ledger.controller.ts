import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, ledgerQuestions } from '@tidegate/contracts';
import { Answers, Db } from '@tidegate/eventing/nest';
import { ChainStore } from './chain.store.ts';
import { numberIn, pageOf } from './cursor.ts';
import { inOneState } from './one-state.store.ts';
import { transactionViewOf } from './ledger-view.ts';

const { ledger } = ledgerQuestions;

@Controller()
export class AnswerLedger {
  constructor(
    private readonly db: Db,
    private readonly chain: ChainStore,
  ) {}

  @Answers(ledger)
  async page({ projectId, limit, cursor }: AskOf<typeof ledger>): Promise<AnswerOf<typeof ledger>> {
    const before = numberIn(cursor);
    const rows = await inOneState(this.db, (tx) => this.chain.page(tx, projectId, before, limit + 1));
    return pageOf(rows, limit, { place: ({ nth }) => nth, item: transactionViewOf });
  }
}
