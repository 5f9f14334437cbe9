import type { EventNamed, Recorded } from '@tidegate/contracts';

export type RatePublished = Recorded<EventNamed<'RatePublished'>>;

/** From `fromUs` on, until the flavour's next rate, an hour has this price. */
export type Rate = Readonly<{
  hardwareId: string;
  fromUs: number;
  priceNanoUsdPerHour: bigint;
  /** Its place among the rates of the flavour: of two from the same moment the later published one counts. */
  version: number;
}>;

export const rateOf = ({ version, data }: RatePublished): Rate => ({
  hardwareId: data.hardwareId,
  fromUs: data.effectiveFromUs,
  priceNanoUsdPerHour: BigInt(data.priceNanoUsdPerHour),
  version,
});

/** Prices by flavour and time. Built from a set of rates: their order and repetition do not matter. */
export class RateCard {
  private readonly byHardware = new Map<string, Rate[]>();

  constructor(rates: Iterable<Rate>) {
    const published = [...rates].sort((a, b) => a.fromUs - b.fromUs || a.version - b.version);
    for (const rate of published) {
      const known = this.byHardware.get(rate.hardwareId) ?? [];
      if (known.at(-1)?.fromUs === rate.fromUs) known.pop();
      known.push(rate);
      this.byHardware.set(rate.hardwareId, known);
    }
  }

  /** The flavour's rates in the order of their beginnings, each beginning once. */
  of(hardwareId: string): readonly Rate[] {
    return this.byHardware.get(hardwareId) ?? [];
  }
}
