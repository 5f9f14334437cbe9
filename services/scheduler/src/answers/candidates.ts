import type { CandidateView } from '@tidegate/contracts';
import type { Candidate } from '../placement/placement.ts';

type Hosts = readonly Readonly<{ nodeId: string; hostname: string }>[];

/** As they are shown. A node that was removed since has no name but its id. */
export const candidateViews = (
  candidates: readonly Candidate[],
  { rooms, chosen }: Readonly<{ rooms: Hosts; chosen: string | null }>,
): CandidateView[] => {
  const hostnames = new Map(rooms.map(({ nodeId, hostname }) => [nodeId, hostname]));
  return candidates.map(({ nodeId, score, reason }) => ({
    nodeId,
    hostname: hostnames.get(nodeId) ?? nodeId,
    chosen: nodeId === chosen,
    cost: score === null ? null : 0 - score,
    reason,
  }));
};
