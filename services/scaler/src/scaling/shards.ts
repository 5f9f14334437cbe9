/** Endpoints are divided among so many leases. All processes must agree on it. */
export const SHARDS = 4;

/** FNV-1a, 32 bits: even enough to divide by, and the same everywhere. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) value = Math.imul(value ^ text.charCodeAt(n), 0x01000193) >>> 0;
  // The last characters reach the high bits only after some mixing.
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b) >>> 0;
  return (value ^ (value >>> 16)) >>> 0;
};

export const shardOf = (endpointId: string): number => hash(endpointId) % SHARDS;

/**
 * The shards that a member is to lead: every process that knows the same members comes to the same division without a word, and a member
 * that comes or goes moves no more than it must. Each takes the same number, but for the remainder.
 */
export const shardsFor = (member: string, members: readonly string[]): number[] => {
  const most = Math.ceil(SHARDS / Math.max(1, members.length));
  const taken = new Map<string, number>();
  const owned: number[] = [];
  for (let shard = 0; shard < SHARDS; shard++) {
    const owner = members
      .filter((each) => (taken.get(each) ?? 0) < most)
      .reduce<string | null>(
        (best, each) => (best === null || isBefore(each, best, shard) ? each : best),
        null,
      );
    if (owner === null) continue;
    taken.set(owner, (taken.get(owner) ?? 0) + 1);
    if (owner === member) owned.push(shard);
  }
  return owned;
};

const isBefore = (one: string, other: string, shard: number): boolean => {
  const [a, b] = [hash(`${one} ${String(shard)}`), hash(`${other} ${String(shard)}`)];
  return a === b ? one < other : a > b;
};
