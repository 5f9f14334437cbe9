export type DrainingReplica = Readonly<{
  id: string;
  drainingPosition: number;
  drainingForUs: number;
  /** What its endpoint allows it; null: the general limit. */
  drainTimeoutUs: number | null;
  /** It falls asleep: there is no hurry, and what is in flight must not freeze with it. */
  sleeps: boolean;
}>;

/** The last report of one gateway. */
export type GatewayWord = Readonly<{
  heardAtUs: number;
  position: number;
  inFlight: Readonly<Record<string, number>>;
}>;

export type DrainLimits = Readonly<{
  /** A gateway that has said nothing for so long does not count. */
  gatewayAliveUs: number;
  /** With no live gateway for so long nobody can be sending requests. */
  noGatewayUs: number;
  /** After so long a replica goes even with requests in flight, where its endpoint says nothing else. */
  drainUs: number;
}>;

export const DRAIN_LIMITS = { gatewayAliveUs: 3_000_000, noGatewayUs: 5_000_000 } as const;

export type Ears = Readonly<{ gateways: readonly GatewayWord[]; listeningSinceUs: number; nowUs: number }>;

/**
 * Draining replicas that may go: every live gateway knows of the draining and has nothing in flight there.
 * A gateway whose position is below the draining may still send a request, so its silence about the replica means nothing.
 */
export const drained = (
  replicas: readonly DrainingReplica[],
  { gateways, listeningSinceUs, nowUs }: Ears,
  limits: DrainLimits,
): readonly string[] => {
  const alive = gateways.filter(({ heardAtUs }) => nowUs - heardAtUs <= limits.gatewayAliveUs);
  const lastWordUs = Math.max(listeningSinceUs, ...gateways.map(({ heardAtUs }) => heardAtUs));
  const nobodySends = alive.length === 0 && nowUs - lastWordUs >= limits.noGatewayUs;
  return replicas
    .filter(({ id, drainingPosition, drainingForUs, drainTimeoutUs, sleeps }) => {
      const isOverdue = !sleeps && drainingForUs >= (drainTimeoutUs ?? limits.drainUs);
      if (nobodySends || isOverdue) return true;
      return (
        alive.length > 0 &&
        alive.every(({ position, inFlight }) => position >= drainingPosition && (inFlight[id] ?? 0) === 0)
      );
    })
    .map(({ id }) => id);
};
