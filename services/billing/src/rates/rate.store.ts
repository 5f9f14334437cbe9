import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { Rate } from './rate-card.ts';

type RateRow = Readonly<{
  sku: string;
  version: number;
  effective_from_us: number;
  price_nano_usd_per_hour: string;
}>;

const rateIn = (row: RateRow): Rate => ({
  sku: row.sku,
  fromUs: row.effective_from_us,
  priceNanoUsdPerHour: BigInt(row.price_nano_usd_per_hour),
  version: row.version,
});

/** Every rate that was ever published. Used inside the caller's transaction only. */
@Injectable()
export class RateStore {
  async add(tx: Queries, { sku, version, fromUs, priceNanoUsdPerHour }: Rate): Promise<void> {
    await tx.query(sql`
      insert into rates (sku, version, effective_from_us, price_nano_usd_per_hour)
        values (${sku}, ${version}, ${fromUs}, ${String(priceNanoUsdPerHour)}) on conflict do nothing`);
  }

  async of(tx: Queries, skus: readonly string[]): Promise<Rate[]> {
    const rows = await tx.query<RateRow>(sql`select * from rates where sku = any(${[...skus]})`);
    return rows.map(rateIn);
  }

  /** By what is priced, then by the moment from which they count. */
  async page(tx: Queries, after: Omit<Rate, 'priceNanoUsdPerHour'> | null, limit: number): Promise<Rate[]> {
    const { sku, fromUs, version } = after ?? { sku: '', fromUs: 0, version: 0 };
    const rows = await tx.query<RateRow>(sql`
      select * from rates where (sku, effective_from_us, version) > (${sku}, ${fromUs}, ${version})
        order by sku, effective_from_us, version limit ${limit}`);
    return rows.map(rateIn);
  }
}
