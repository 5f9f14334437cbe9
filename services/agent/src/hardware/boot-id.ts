/** What the machine tells of its boot, each null where it does not. */
export type BootFacts = Readonly<{
  /** /proc/sys/kernel/random/boot_id */
  kernelId: string | null;
  /** `sysctl -n kern.boottime`: "{ sec = 1763000000, usec = 123456 } Thu Nov 13 …" */
  bootTime: string | null;
  nowMs: number;
  uptimeSeconds: number;
}>;

/** One name for one boot of the machine: the same at every start of the agent, another one after a reboot. */
export const bootIdOf = ({ kernelId, bootTime, nowMs, uptimeSeconds }: BootFacts): string => {
  const kernel = /^[0-9a-f-]{36}$/i.exec(kernelId?.trim() ?? '');
  if (kernel) return kernel[0].toLowerCase();
  const [, sec, usec] = /\bsec = (\d{1,12}), usec = (\d{1,6})\b/.exec(bootTime ?? '') ?? [];
  if (sec !== undefined && usec !== undefined) return `boot-${sec}-${usec}`;
  // Uptime and clock are read one after the other and rounded: half a minute makes the same boot come out the same,
  // save when it lies on an edge, and then the node only registers once more.
  return `boot-${String(Math.round((nowMs / 1000 - uptimeSeconds) / 30) * 30)}`;
};
