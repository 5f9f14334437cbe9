import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import { type Label, Labels } from './labels.ts';

type LabelRow = Readonly<{
  endpoint_id: string;
  at_us: number;
  name: string;
  tags: Record<string, string>;
  billing_account: string | null;
}>;

const labelIn = (row: LabelRow): Label => ({
  endpointId: row.endpoint_id,
  atUs: row.at_us,
  name: row.name,
  tags: row.tags,
  billingAccount: row.billing_account,
});

/** What endpoints and projects are called. Used inside the caller's transaction only. */
@Injectable()
export class LabelStore {
  async of(tx: Queries, endpointIds: readonly string[]): Promise<Labels> {
    const rows = await tx.query<LabelRow>(
      sql`select * from endpoint_labels where endpoint_id = any(${[...endpointIds]}) order by endpoint_id, revision`,
    );
    return new Labels(rows.map(labelIn));
  }

  /** Its id, where its name is not known. */
  async projectName(tx: Queries, projectId: string): Promise<string> {
    const [row] = await tx.query<{ name: string }>(
      sql`select name from project_names where project_id = ${projectId}`,
    );
    return row?.name ?? projectId;
  }
}
