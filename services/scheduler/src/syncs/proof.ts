import type { NodeSyncAsk } from '@tidegate/contracts';

/**
 * Until when, on its monotonic clock, an ask proves that a node held whatever has no end in the log, once its facts are there. An agent
 * tells the oldest facts first, as many as have room: of what has ended after the last of them it may tell in the next ask.
 */
export const provenBy = ({ facts, monotonicUs }: Pick<NodeSyncAsk, 'facts' | 'monotonicUs'>): number =>
  facts.at(-1)?.monotonicUs ?? monotonicUs;
