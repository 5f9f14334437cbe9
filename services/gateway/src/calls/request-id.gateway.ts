import { randomFillSync } from 'node:crypto';
import { ID_PREFIXES } from '@tidegate/contracts';

const ID_BYTES = 6;
const pool = Buffer.alloc(1024 * ID_BYTES);
let used = pool.length;

/** Random, from a pool that is filled for a thousand at a time. */
export const newRequestId = (): string => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return `${ID_PREFIXES.request}-${pool.toString('hex', used - ID_BYTES, used)}`;
};
