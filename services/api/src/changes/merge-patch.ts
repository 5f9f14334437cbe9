export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const memberOf = (record: unknown, key: string): unknown =>
  isRecord(record) && Object.hasOwn(record, key) ? record[key] : undefined;

/** JSON Merge Patch (RFC 7396): members replace members, null removes one, and a list is replaced as a whole. */
export const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isRecord(patch)) return patch;
  const kept = isRecord(target) ? Object.entries(target).filter(([key]) => !Object.hasOwn(patch, key)) : [];
  const given = Object.entries(patch)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => [key, mergePatch(memberOf(target, key), value)] as const);
  return Object.fromEntries([...kept, ...given]);
};
