import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { GrantedCredit } from './credit-view.ts';

type Row = Readonly<{
  credit_id: string;
  project_id: string;
  kind: GrantedCredit['kind'];
  amount_nano_usd: string;
  remaining_nano_usd: string;
  granted_at_us: number;
  expires_at_us: number | null;
  note: string;
  position: number;
}>;
export type CreditLeft = Readonly<{ grantedNanoUsd: bigint; leftNanoUsd: bigint }>;

/** Credits, and what is left of them as of the last close. */
@Injectable()
export class CreditStore {
  async count(tx: Queries, projectId: string): Promise<number> {
    const [row] = await tx.query<{ n: number }>(
      sql`select count(*)::int as n from credits where project_id = ${projectId}`,
    );
    return row?.n ?? 0;
  }

  /** Newest first, before a position of the log. */
  async page(tx: Queries, projectId: string, before: number | null, limit: number): Promise<GrantedCredit[]> {
    const rows = await tx.query<Row>(sql`
      select * from credits where project_id = ${projectId} and (${before}::bigint is null or position < ${before})
        order by position desc limit ${limit}`);
    return rows.map(creditIn);
  }

  async find(tx: Queries, creditId: string): Promise<GrantedCredit | undefined> {
    const [row] = await tx.query<Row>(sql`select * from credits where credit_id = ${creditId}`);
    return row && creditIn(row);
  }

  /** By project, over credits that have not expired by a moment; of everybody or one project. */
  async left(tx: Queries, atUs: number, projectId: string | null): Promise<Map<string, CreditLeft>> {
    const rows = await tx.query<{ project_id: string; granted: string; remaining: string }>(sql`
      select project_id, sum(amount_nano_usd)::text as granted, sum(remaining_nano_usd)::text as remaining from credits
        where (expires_at_us is null or expires_at_us > ${atUs}) and (${projectId}::text is null or project_id = ${projectId})
        group by project_id`);
    return new Map(
      rows.map((row) => [
        row.project_id,
        { grantedNanoUsd: BigInt(row.granted), leftNanoUsd: BigInt(row.remaining) },
      ]),
    );
  }

  /** A project’s accounts; debits are positive. */
  async balances(tx: Queries, projectId: string): Promise<Map<string, bigint>> {
    const rows = await tx.query<{ account: string; balance_nano_usd: string }>(
      sql`select account, balance_nano_usd from ledger_balances where project_id = ${projectId}`,
    );
    return new Map(rows.map((row) => [row.account, BigInt(row.balance_nano_usd)]));
  }
}

const creditIn = (row: Row): GrantedCredit => ({
  creditId: row.credit_id,
  projectId: row.project_id,
  kind: row.kind,
  amountNanoUsd: row.amount_nano_usd,
  remainingNanoUsd: row.remaining_nano_usd,
  grantedAtUs: row.granted_at_us,
  expiresAtUs: row.expires_at_us,
  note: row.note,
  position: row.position,
});
