const GIB = 1024;
const MOST_RESERVED_MIB = 100 * GIB;

/**
 * What of a disk replicas may be promised: what was free of it before any of them ran, without a reserve of a tenth of the
 * disk, at most 100 GiB, for what the machine itself and the images of replicas will still use. In whole GiB.
 */
export const diskForSaleMib = ({
  totalMib,
  freeMib,
}: Readonly<{ totalMib: number; freeMib: number }>): number => {
  const reserveMib = Math.min(totalMib / 10, MOST_RESERVED_MIB);
  return Math.max(0, Math.floor((freeMib - reserveMib) / GIB) * GIB);
};
