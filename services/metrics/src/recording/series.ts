/** Of whom numbers are kept: an endpoint, one replica of it, or a whole project under its own id. */
export type Series = Readonly<{ ownerId: string; replicaId: string }>;

export const endpointSeries = (endpointId: string): Series => ({ ownerId: endpointId, replicaId: '' });
export const replicaSeries = (endpointId: string, replicaId: string): Series => ({
  ownerId: endpointId,
  replicaId,
});
export const keyOf = ({ ownerId, replicaId }: Series): string => `${ownerId}/${replicaId}`;
