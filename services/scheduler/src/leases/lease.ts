export type Silence = Readonly<{ nodeId: string; silentUs: number }>;

export type Listening = Readonly<{
  /** Since when this scheduler has been able to hear every node without a break; null while it cannot. */
  sinceUs: number | null;
  nowUs: number;
  leaseUs: number;
}>;

/**
 * Nodes that said nothing for a whole lease while somebody listened. Silence during an outage of the control plane
 * itself proves nothing about a node: a lease only runs out for a listener who has listened for at least as long.
 */
export const lostNodes = <Node extends Silence>(
  nodes: readonly Node[],
  { sinceUs, nowUs, leaseUs }: Listening,
): readonly Node[] =>
  sinceUs === null || nowUs - sinceUs <= leaseUs ? [] : nodes.filter(({ silentUs }) => silentUs > leaseUs);

/** How `sinceUs` moves from one look to the next: it starts again after a broken connection, a new leadership, or a stall of this process. */
export const listeningSince = (
  before: Readonly<{ sinceUs: number | null; lookedAtUs: number }>,
  now: Readonly<{ nowUs: number; connected: boolean; longestGapUs: number }>,
): number | null => {
  if (!now.connected) return null;
  const stalled = now.nowUs - before.lookedAtUs > now.longestGapUs;
  return before.sinceUs === null || stalled ? now.nowUs : before.sinceUs;
};
