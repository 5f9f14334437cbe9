/** One event, as the bus has it: its place in the log, its type, its data. */
export type Fact = Readonly<{ sequence: number; type: string; data: Readonly<Record<string, unknown>> }>;

export const WANTED = ['RatePublished', 'ReplicaStarted', 'ReplicaStopped'];

/** Microseconds of an hour × thousandths of a weight × 1024ths of a unit. */
const ONE_HOUR = 3_600_000_000n * 1000n * 1024n;

type Held = { sku: string; fromUs: number; toUs: number; isFree: boolean };
/** Prices by the moment from which they count. */
type Card = Map<number, bigint>;

/**
 * What a project’s usage costs by the usual plan, in billionths of a dollar, from the facts up to a position of the log and up to a
 * moment. Order and repetition of facts do not matter.
 */
export const usageOf = (
  facts: Iterable<Fact>,
  upTo: Readonly<{ projectId: string; position: number; asOfUs: number }>,
): bigint => {
  const cards = new Map<string, Card>();
  const held = new Map<string, Held>();
  const known = [...facts].filter(({ sequence }) => sequence <= upTo.position);
  for (const { type, data } of known.sort((a, b) => a.sequence - b.sequence))
    if (type === 'RatePublished') price(cards, data);
    else if (data['projectId'] === upTo.projectId) hold(held, type, data, upTo.asOfUs);
  let nanoUsd = 0n;
  for (const one of held.values()) nanoUsd += costOf(one, cards.get(one.sku) ?? new Map<number, bigint>());
  return nanoUsd;
};

const price = (cards: Map<string, Card>, data: Fact['data']): void => {
  // Version 1 of this event named the sku by another name.
  const sku = String(data['sku'] ?? data['hardwareId']);
  const card = cards.get(sku) ?? new Map<number, bigint>();
  cards.set(sku, card.set(Number(data['effectiveFromUs']), BigInt(Number(data['priceNanoUsdPerHour']))));
};

/** Of facts that contradict each other the later start and the earlier stop count. */
const hold = (held: Map<string, Held>, type: string, data: Fact['data'], asOfUs: number): void => {
  const id = String(data['replicaId']);
  const one = held.get(id) ?? { sku: '', fromUs: 0, toUs: asOfUs, isFree: false };
  if (type === 'ReplicaStarted') {
    one.sku = (data['hardware'] as { id: string }).id;
    one.fromUs = Math.max(one.fromUs, Number(data['startedAtUs']));
  } else {
    one.toUs = Math.min(one.toUs, Number(data['stoppedAtUs']));
    one.isFree = data['neverReady'] === true;
  }
  held.set(id, one);
};

/** A line for each rate and month; each is rounded once. */
const costOf = ({ fromUs, toUs, isFree }: Held, rates: Card): bigint => {
  if (isFree) return 0n;
  const card = [...rates].sort(([a], [b]) => a - b);
  const cuts = new Set([fromUs, ...rates.keys(), ...monthsWithin(fromUs, toUs)]);
  const begins = [...cuts].filter((us) => us >= fromUs && us < toUs).sort((a, b) => a - b);
  return begins.reduce((sum, us, nth) => {
    const perHour = card.findLast(([from]) => from <= us)?.[1] ?? 0n;
    const weighted = BigInt((begins[nth + 1] ?? toUs) - us) * 1000n;
    return sum + halfEven(weighted * 1024n * perHour, ONE_HOUR);
  }, 0n);
};

/** The moments at which a month begins (UTC), in epoch microseconds. */
const monthsWithin = (fromUs: number, toUs: number): number[] => {
  const beginnings: number[] = [];
  const first = new Date(fromUs / 1000);
  for (let month = first.getUTCMonth() + 1; ; month++) {
    const us = Date.UTC(first.getUTCFullYear(), month) * 1000;
    if (us >= toUs) return beginnings;
    beginnings.push(us);
  }
};

const halfEven = (numerator: bigint, denominator: bigint): bigint => {
  const whole = numerator / denominator;
  const twiceRest = 2n * (numerator % denominator);
  return twiceRest > denominator || (twiceRest === denominator && whole % 2n === 1n) ? whole + 1n : whole;
};
