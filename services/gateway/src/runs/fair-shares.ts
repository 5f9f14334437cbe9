/** One endpoint's invocations, as far as a gateway that could run more of them sees it. */
export type Wish = Readonly<{
  endpointId: string;
  /** Wait and are due. */
  due: number;
  /** As many more its replicas can take now. */
  room: number;
  /** Run here. */
  running: number;
}>;

/**
 * How many more invocations of each endpoint to run here, of `most` in all. An endpoint may have as many as are free after
 * it took them, so however long its own take, whoever comes next finds as much again: one alone gets half of all, two a third
 * each, n an (n + 1)th. Who has fewest goes first, so that none waits behind another's backlog.
 */
export const fairShares = (wishes: readonly Wish[], most: number): ReadonlyMap<string, number> => {
  const shares = new Map<string, number>();
  let free = most - wishes.reduce((sum, { running }) => sum + running, 0);
  const open = wishes.map((wish) => ({ ...wish, left: Math.min(wish.due, wish.room) }));
  while (free > 0) {
    const next = fewest(open.filter(({ left, running }) => left > 0 && running < free));
    if (!next) break;
    next.left--;
    next.running++;
    free--;
    shares.set(next.endpointId, (shares.get(next.endpointId) ?? 0) + 1);
  }
  return shares;
};

const fewest = <Running extends { running: number }>(wishes: readonly Running[]): Running | undefined =>
  wishes.reduce<Running | undefined>(
    (least, wish) => (least && least.running <= wish.running ? least : wish),
    undefined,
  );
