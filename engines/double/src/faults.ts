import type { Flags } from './flags.ts';

type FaultFlags = Pick<
  Flags,
  'crashAfterMs' | 'crashAfterRequests' | 'hangAfterRequests' | 'outOfMemory' | 'logLineEveryMs'
>;

/** Never returns: the process ends with a line on stderr that says why, as a real engine's would. */
export const die = (code: number, line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(code);
};

export const dieOutOfMemory = (): never =>
  die(
    1,
    'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of ' +
      '23.99 GiB of which 1.12 GiB is free. (simulated by engine-double)',
  );

/** Counts the inference requests and strikes when one more than the set number comes. */
export class Faults {
  private readonly flags: FaultFlags;
  private requests = 0;

  constructor(flags: FaultFlags) {
    this.flags = flags;
  }

  get hanging(): boolean {
    const { hangAfterRequests } = this.flags;
    return hangAfterRequests !== null && this.requests > hangAfterRequests;
  }

  /** A request for inference has come. */
  strike(): void {
    this.requests += 1;
    const { outOfMemory, crashAfterRequests } = this.flags;
    if (outOfMemory === 'request') dieOutOfMemory();
    if (crashAfterRequests !== null && this.requests > crashAfterRequests)
      die(
        1,
        `RuntimeError: engine core died after ${crashAfterRequests} requests (simulated by engine-double)`,
      );
  }

  /** What happens by itself, from now on. */
  begin(): void {
    const { crashAfterMs, logLineEveryMs } = this.flags;
    if (crashAfterMs !== null)
      setTimeout(
        () => die(1, `RuntimeError: engine core died after ${crashAfterMs} ms (simulated by engine-double)`),
        crashAfterMs,
      ).unref();
    let line = 0;
    if (logLineEveryMs !== null)
      setInterval(() => process.stdout.write(`engine-double log line ${++line}\n`), logLineEveryMs).unref();
  }
}
