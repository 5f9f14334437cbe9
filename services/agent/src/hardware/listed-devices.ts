/** A part of a GPU that is cut in pieces (MIG), which programs see as a GPU. */
export type MigDevice = Readonly<{
  /** Index of the GPU that it is a part of. */
  parent: number;
  /** Its number within that GPU. */
  device: number;
  /** E.g. `1g.10gb`: one slice to compute with, ten gigabytes. */
  profile: string;
  uuid: string;
}>;

export type ListedDevices = Readonly<{
  /** By index. */
  uuids: ReadonlyMap<number, string>;
  mig: readonly MigDevice[];
}>;

/**
 * What `nvidia-smi -L` prints: each GPU with its uuid and, below one that is cut in pieces, the pieces. Other lines are
 * passed over.
 */
export const listedDevices = (printed: string): ListedDevices => {
  const uuids = new Map<number, string>();
  const mig: MigDevice[] = [];
  let parent: number | undefined;
  for (const line of printed.split('\n')) {
    const [, index, uuid] = /^GPU\s+(\d{1,4}): .{0,200}\(UUID: (GPU-[\w-]{1,80})\)/.exec(line) ?? [];
    if (index !== undefined && uuid !== undefined) {
      parent = Number(index);
      uuids.set(parent, uuid);
      continue;
    }
    const piece = pieceIn(line);
    if (piece && parent !== undefined) mig.push({ parent, ...piece });
  }
  return { uuids, mig };
};

const pieceIn = (line: string): Omit<MigDevice, 'parent'> | undefined => {
  const [, profile, device, uuid] =
    /^\s+MIG\s+(\S{1,40})\s+Device\s+(\d{1,3}):\s+\(UUID: (MIG-[\w/-]{1,100})\)/.exec(line) ?? [];
  if (profile === undefined || device === undefined || uuid === undefined) return undefined;
  return { profile, device: Number(device), uuid };
};

/** `index, Enabled` a line, of `--query-gpu=index,mig.mode.current`: the GPUs that are cut in pieces, if only in none yet. */
export const cutGpus = (printed: string): ReadonlySet<number> =>
  new Set(
    printed.split('\n').flatMap((line) => {
      const index = /^\s*(\d{1,4})\s*,\s*Enabled\s*$/i.exec(line)?.[1];
      return index === undefined ? [] : [Number(index)];
    }),
  );

/**
 * Of a profile's name, in MiB: `3g.40gb` has 40 GiB, and `1c.3g.40gb`, one of the three that share them, a third. 0 where
 * the name does not tell.
 */
export const profileMemoryMib = (profile: string): number => {
  const [, shares, slices, gib] = /^(?:(\d{1,2})c\.)?(\d{1,2})g\.(\d{1,4})gb/i.exec(profile) ?? [];
  if (slices === undefined || gib === undefined) return 0;
  const whole = Number(gib) * 1024;
  return shares === undefined
    ? whole
    : Math.floor((whole * Math.min(Number(shares), Number(slices))) / Math.max(Number(slices), 1));
};
