import type { Flags } from './flags.ts';

type StartFlags = Pick<Flags, 'model' | 'badArguments' | 'gatedModel' | 'outOfMemory' | 'crashOnStart'>;
type FaultFlags = Pick<
  Flags,
  | 'crashAfterMs'
  | 'crashAfterRequests'
  | 'hangAfterRequests'
  | 'errorRate'
  | 'exitCode'
  | 'outOfMemory'
  | 'logLineEveryMs'
  | 'printVariable'
>;

/** Never returns: the process ends with lines on stderr that say why, as a real engine's would. */
export const die = (code: number, lines: string): never => {
  process.stderr.write(`${lines}\n`);
  process.exit(code);
};

const dieOutOfMemory = (code: number): never =>
  die(
    code,
    'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of ' +
      '23.99 GiB of which 1.12 GiB is free. (simulated by engine-double)',
  );

/** Whatever keeps an engine from its start. */
export const failOnStart = ({ model, badArguments, gatedModel, ...flags }: StartFlags): void => {
  if (badArguments)
    die(
      2,
      'usage: engine-double [-h] [--host HOST] [--port PORT] [--model MODEL]\n' +
        'engine-double: error: argument --max-model-len: invalid value (simulated by engine-double)',
    );
  if (gatedModel)
    die(
      1,
      'OSError: You are trying to access a gated repo.\n' +
        `403 Client Error. Access to model ${model} is restricted and you are not in the authorized list. (simulated by engine-double)`,
    );
  if (flags.outOfMemory === 'start') dieOutOfMemory(1);
  if (flags.crashOnStart !== null)
    die(flags.crashOnStart, 'RuntimeError: engine core initialization failed (simulated by engine-double)');
};

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

  /**
   * A request for inference has come.
   * @returns whether it must be answered with an error: of any number of requests exactly the set share, rounded down
   */
  strike(): boolean {
    this.requests += 1;
    const { outOfMemory, crashAfterRequests, exitCode, errorRate } = this.flags;
    if (outOfMemory === 'request') dieOutOfMemory(exitCode);
    if (crashAfterRequests !== null && this.requests > crashAfterRequests)
      die(
        exitCode,
        `RuntimeError: engine core died after ${crashAfterRequests} requests (simulated by engine-double)`,
      );
    return Math.floor(this.requests * errorRate) > Math.floor((this.requests - 1) * errorRate);
  }

  /** What happens by itself, from now on. */
  begin(): void {
    const { crashAfterMs, logLineEveryMs, exitCode, printVariable } = this.flags;
    if (crashAfterMs !== null)
      setTimeout(
        () =>
          die(
            exitCode,
            `RuntimeError: engine core died after ${crashAfterMs} ms (simulated by engine-double)`,
          ),
        crashAfterMs,
      ).unref();
    const shown = printVariable === null ? '' : ` ${printVariable}=${process.env[printVariable] ?? ''}`;
    if (printVariable !== null) process.stdout.write(`engine-double environment${shown}\n`);
    let line = 0;
    if (logLineEveryMs !== null)
      setInterval(
        () => process.stdout.write(`engine-double log line ${++line}${shown}\n`),
        logLineEveryMs,
      ).unref();
  }
}
