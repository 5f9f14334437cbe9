import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { Rate } from './rate-card.ts';

type RateRow = Readonly<{
  hardware_id: string;
  version: number;
  effective_from_us: number;
  price_nano_usd_per_hour: string;
}>;

const rateIn = (row: RateRow): Rate => ({
  hardwareId: row.hardware_id,
  fromUs: row.effective_from_us,
  priceNanoUsdPerHour: BigInt(row.price_nano_usd_per_hour),
  version: row.version,
});

/** Every rate that was ever published. Used inside the caller's transaction only. */
@Injectable()
export class RateStore {
  async add(tx: Queries, { hardwareId, version, fromUs, priceNanoUsdPerHour }: Rate): Promise<void> {
    await tx.query(sql`
      insert into rates (hardware_id, version, effective_from_us, price_nano_usd_per_hour)
        values (${hardwareId}, ${version}, ${fromUs}, ${String(priceNanoUsdPerHour)}) on conflict do nothing`);
  }

  async of(tx: Queries, hardwareIds: readonly string[]): Promise<Rate[]> {
    const rows = await tx.query<RateRow>(
      sql`select * from rates where hardware_id = any(${[...hardwareIds]})`,
    );
    return rows.map(rateIn);
  }

  /** By flavour, then by the moment from which they count. */
  async page(tx: Queries, after: Omit<Rate, 'priceNanoUsdPerHour'> | null, limit: number): Promise<Rate[]> {
    const { hardwareId, fromUs, version } = after ?? { hardwareId: '', fromUs: 0, version: 0 };
    const rows = await tx.query<RateRow>(sql`
      select * from rates where (hardware_id, effective_from_us, version) > (${hardwareId}, ${fromUs}, ${version})
        order by hardware_id, effective_from_us, version limit ${limit}`);
    return rows.map(rateIn);
  }
}
