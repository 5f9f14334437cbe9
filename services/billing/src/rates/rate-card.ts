import type { EventNamed, Recorded } from '@tidegate/contracts';

export type RatePublished = Recorded<EventNamed<'RatePublished'>>;

/** From `fromUs` on, until the next rate of the same, an hour of one unit has this price. */
export type Rate = Readonly<{
  /** The id of a hardware flavour, or of an add-on. */
  sku: string;
  fromUs: number;
  priceNanoUsdPerHour: bigint;
  /** Its place among the rates of the same: of two from the same moment the later published one counts. */
  version: number;
}>;

export const rateOf = ({ version, data }: RatePublished): Rate => ({
  sku: data.sku,
  fromUs: data.effectiveFromUs,
  priceNanoUsdPerHour: BigInt(data.priceNanoUsdPerHour),
  version,
});

/** Prices by what is priced, and by time. Built from a set of rates: their order and repetition do not matter. */
export class RateCard {
  private readonly bySku = new Map<string, Rate[]>();

  constructor(rates: Iterable<Rate>) {
    const published = [...rates].sort((a, b) => a.fromUs - b.fromUs || a.version - b.version);
    for (const rate of published) {
      const known = this.bySku.get(rate.sku) ?? [];
      if (known.at(-1)?.fromUs === rate.fromUs) known.pop();
      known.push(rate);
      this.bySku.set(rate.sku, known);
    }
  }

  /** In the order of their beginnings, each beginning once. */
  of(sku: string): readonly Rate[] {
    return this.bySku.get(sku) ?? [];
  }
}
