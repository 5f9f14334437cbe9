import { seedOf } from './affinity.ts';

/** What one other gateway said last about replicas that have a limit. */
export type Claimant = Readonly<{
  gatewayId: string;
  /** Requests it has at the replica. */
  inFlight: number;
  /** Its requests of the endpoint wait for a place. */
  isWaiting: boolean;
}>;

/**
 * How many of a replica's places are not for this gateway: those that others have, and of each that waits its share at
 * least, so that nobody who waits gets nothing. Places are shared out among this gateway and those that wait; what is left
 * over goes around by turns, so that everybody has one some time even where there are fewer places than gateways.
 */
export const elsewhere = (
  { id, places }: Readonly<{ id: string; places: number }>,
  me: string,
  others: readonly Claimant[],
  turn: number,
): number => {
  const sharing = [
    me,
    ...others.filter(({ isWaiting }) => isWaiting).map(({ gatewayId }) => gatewayId),
  ].sort();
  const start = (seedOf(id) + turn) % sharing.length;
  const shareOf = (gatewayId: string): number => {
    const place = (sharing.indexOf(gatewayId) + start) % sharing.length;
    return Math.floor(places / sharing.length) + (place < places % sharing.length ? 1 : 0);
  };
  return others.reduce(
    (sum, { gatewayId, inFlight, isWaiting }) =>
      sum + (isWaiting ? Math.max(inFlight, shareOf(gatewayId)) : inFlight),
    0,
  );
};
