/** How the double behaves. Times are in milliseconds; a limit of null never strikes. */
export interface Flags {
  readonly host: string;
  readonly port: number;
  readonly model: string;
  /** The names under which the model answers; the first is the one it gives itself. */
  readonly servedModelNames: readonly string[];
  readonly startMs: number;
  readonly slowHealthMs: number;
  readonly ttftMs: number;
  /** 0: as fast as it can. */
  readonly tokensPerSecond: number;
  /** Of an answer whose request names no limit. */
  readonly tokens: number;
  /** Requests that generate at the same time; the others wait. */
  readonly maxNumSeqs: number;
  readonly kvCacheTokens: number;
  /** Of prompt and answer together; null: no limit. */
  readonly maxModelLen: number | null;
  readonly crashAfterMs: number | null;
  readonly crashOnStart: number | null;
  readonly crashAfterRequests: number | null;
  readonly hangAfterRequests: number | null;
  /** Of every crash that sets no code of its own. */
  readonly exitCode: number;
  /** Share of the inference requests that are answered 500. */
  readonly errorRate: number;
  readonly badArguments: boolean;
  readonly gatedModel: boolean;
  readonly outOfMemory: 'never' | 'start' | 'request';
  readonly neverOpenPort: boolean;
  readonly neverHealthy: boolean;
  /** After the port opened. */
  readonly unhealthyAfterMs: number | null;
  readonly logLineEveryMs: number | null;
  /** The environment variable that its log lines show. */
  readonly printVariable: string | null;
  /** It can free what it would hold of its GPUs, and load it again. */
  readonly sleepMode: boolean;
  readonly shutdownTimeoutMs: number;
  /** Look at the flags and end. */
  readonly checkConfig: boolean;
}

export type Parsed = { readonly flags: Flags } | { readonly problem: string };

const DAY_MS = 86_400_000;

interface Draft {
  texts: Map<string, string[]>;
  numbers: Map<string, number>;
  switches: Set<string>;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly fraction?: true;
}

const TEXTS: ReadonlySet<string> = new Set([
  '--host',
  '--model',
  '--served-model-name',
  '--out-of-memory',
  '--print-variable',
]);
const SWITCHES: ReadonlySet<string> = new Set([
  '--never-open-port',
  '--never-healthy',
  '--bad-arguments',
  '--gated-model',
  '--enable-sleep-mode',
  '--check-config',
]);
const NUMBERS: ReadonlyMap<string, Bounds> = new Map<string, Bounds>([
  ['--port', { min: 0, max: 65_535 }],
  ['--start-ms', { min: 0, max: DAY_MS }],
  ['--slow-health-ms', { min: 0, max: DAY_MS }],
  ['--ttft-ms', { min: 0, max: DAY_MS }],
  ['--tokens-per-second', { min: 0, max: 1_000_000, fraction: true }],
  ['--tokens', { min: 1, max: 100_000 }],
  ['--max-num-seqs', { min: 1, max: 100_000 }],
  ['--kv-cache-tokens', { min: 1, max: 1_000_000_000 }],
  ['--max-model-len', { min: 1, max: 1_000_000_000 }],
  ['--unhealthy-after-ms', { min: 0, max: DAY_MS }],
  ['--exit-code', { min: 0, max: 255 }],
  ['--error-rate', { min: 0, max: 1, fraction: true }],
  ['--crash-after-ms', { min: 0, max: DAY_MS }],
  ['--crash-on-start', { min: 0, max: 255 }],
  ['--crash-after-requests', { min: 0, max: 1_000_000_000 }],
  ['--hang-after-requests', { min: 0, max: 1_000_000_000 }],
  ['--log-line-every-ms', { min: 1, max: DAY_MS }],
  ['--shutdown-timeout-ms', { min: 0, max: DAY_MS }],
]);

const readNumber = (draft: Draft, name: string, value: string): string | null => {
  const bounds = NUMBERS.get(name);
  if (bounds === undefined) return `unknown flag ${name}`;
  const { min, max, fraction = false } = bounds;
  const pattern = fraction ? /^\d+(\.\d+)?(e-?\d+)?$/ : /^\d{1,12}$/;
  const number = pattern.test(value) ? Number(value) : NaN;
  draft.numbers.set(name, number);
  if (number >= min && number <= max) return null;
  return `${name} must be a ${fraction ? 'number' : 'whole number'} from ${min} to ${max}`;
};

/** Stores one flag with its value; answers what is wrong with it, or null. */
const readPair = (draft: Draft, name: string, value: string | undefined): string | null => {
  if (!TEXTS.has(name) && !NUMBERS.has(name)) return `unknown flag ${name}`;
  if (value === undefined) return `${name} needs a value`;
  if (!TEXTS.has(name)) return readNumber(draft, name, value);
  draft.texts.set(name, [...(draft.texts.get(name) ?? []), value]);
  if (name === '--out-of-memory' && value !== 'start' && value !== 'request')
    return '--out-of-memory must be start or request';
  return null;
};

const flagsOf = ({ texts, numbers, switches }: Draft): Flags => {
  const number = <T>(name: string, otherwise: T): number | T => numbers.get(name) ?? otherwise;
  const text = (name: string): string | undefined => texts.get(name)?.at(-1);
  const model = text('--model') ?? 'engine-double';
  return {
    host: text('--host') ?? '127.0.0.1',
    port: number('--port', 8000),
    model,
    servedModelNames: texts.get('--served-model-name') ?? [model],
    startMs: number('--start-ms', 0),
    slowHealthMs: number('--slow-health-ms', 0),
    ttftMs: number('--ttft-ms', 50),
    tokensPerSecond: number('--tokens-per-second', 100),
    tokens: number('--tokens', 32),
    maxNumSeqs: number('--max-num-seqs', 256),
    kvCacheTokens: number('--kv-cache-tokens', 65_536),
    maxModelLen: number('--max-model-len', null),
    crashAfterMs: number('--crash-after-ms', null),
    crashOnStart: number('--crash-on-start', null),
    crashAfterRequests: number('--crash-after-requests', null),
    hangAfterRequests: number('--hang-after-requests', null),
    exitCode: number('--exit-code', 1),
    errorRate: number('--error-rate', 0),
    badArguments: switches.has('--bad-arguments'),
    gatedModel: switches.has('--gated-model'),
    outOfMemory: (text('--out-of-memory') ?? 'never') as Flags['outOfMemory'],
    neverOpenPort: switches.has('--never-open-port'),
    neverHealthy: switches.has('--never-healthy'),
    unhealthyAfterMs: number('--unhealthy-after-ms', null),
    logLineEveryMs: number('--log-line-every-ms', null),
    printVariable: text('--print-variable') ?? null,
    sleepMode: switches.has('--enable-sleep-mode'),
    shutdownTimeoutMs: number('--shutdown-timeout-ms', 5000),
    checkConfig: switches.has('--check-config'),
  };
};

/** Reads `--name value` pairs and lone switches. `--served-model-name` may come several times. */
export const parseFlags = (args: readonly string[]): Parsed => {
  const draft: Draft = { texts: new Map(), numbers: new Map(), switches: new Set() };
  for (let index = 0; index < args.length;) {
    const name = args[index] ?? '';
    if (SWITCHES.has(name)) {
      draft.switches.add(name);
      index += 1;
      continue;
    }
    const problem = readPair(draft, name, args[index + 1]);
    if (problem !== null) return { problem };
    index += 2;
  }
  return { flags: flagsOf(draft) };
};
