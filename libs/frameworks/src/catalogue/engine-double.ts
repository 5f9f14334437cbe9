import type { EngineArgument } from '../argument.ts';
import type { Framework } from '../framework.ts';
import { gauge } from '../metric.ts';
import { VLLM_METRICS } from './vllm-metrics.ts';

const DAY_MS = 86_400_000;

const milliseconds = (name: string, flag: string, help: string, value: number | null): EngineArgument => ({
  name,
  flag,
  type: 'integer',
  default: value,
  min: 0,
  max: DAY_MS,
  group: 'simulation',
  help,
});

const requests = (name: string, flag: string, help: string): EngineArgument => ({
  name,
  flag,
  type: 'integer',
  default: null,
  min: 0,
  max: 1_000_000_000,
  group: 'simulation',
  help,
});

const TIMES: readonly EngineArgument[] = [
  milliseconds('startMs', '--start-ms', 'How long it takes before the port opens.', 0),
  milliseconds('slowHealthMs', '--slow-health-ms', 'How long the open port says that it is not healthy.', 0),
  milliseconds('ttftMs', '--ttft-ms', 'Time to the first token.', 50),
  {
    name: 'tokensPerSecond',
    flag: '--tokens-per-second',
    type: 'number',
    default: 100,
    min: 0,
    max: 1_000_000,
    group: 'simulation',
    help: 'Rate of the further tokens of each request. 0: as fast as it can.',
  },
  {
    name: 'tokens',
    flag: '--tokens',
    type: 'integer',
    default: 32,
    min: 1,
    max: 100_000,
    group: 'simulation',
    help: 'Length of an answer whose request sets no limit.',
  },
];

const FAULTS: readonly EngineArgument[] = [
  milliseconds('crashAfterMs', '--crash-after-ms', 'Dies so long after its start.', null),
  {
    name: 'crashOnStart',
    flag: '--crash-on-start',
    type: 'integer',
    default: null,
    min: 0,
    max: 255,
    group: 'simulation',
    help: 'Dies at its start, with this exit code.',
  },
  requests('crashAfterRequests', '--crash-after-requests', 'Answers so many requests and dies of the next.'),
  requests(
    'hangAfterRequests',
    '--hang-after-requests',
    'Answers so many requests, and then nothing at all.',
  ),
  {
    name: 'exitCode',
    flag: '--exit-code',
    type: 'integer',
    default: 1,
    min: 0,
    max: 255,
    group: 'simulation',
    help: 'The exit code with which it dies, unless its start says another.',
  },
  {
    name: 'errorRate',
    flag: '--error-rate',
    type: 'number',
    default: 0,
    min: 0,
    max: 1,
    group: 'simulation',
    help: 'Share of the requests that are answered with status 500.',
  },
  {
    name: 'badArguments',
    flag: '--bad-arguments',
    type: 'switch',
    default: false,
    group: 'simulation',
    help: 'Ends like a program that does not understand its command line.',
  },
  {
    name: 'gatedModel',
    flag: '--gated-model',
    type: 'switch',
    default: false,
    group: 'simulation',
    help: 'Ends like an engine that a model hub does not let have the model.',
  },
  {
    name: 'outOfMemory',
    flag: '--out-of-memory',
    type: 'select',
    default: null,
    choices: ['start', 'request'],
    group: 'simulation',
    help: 'Runs out of GPU memory at its start or on its first request.',
  },
  {
    name: 'neverOpenPort',
    flag: '--never-open-port',
    type: 'switch',
    default: false,
    group: 'simulation',
    help: 'Lives, and never listens.',
  },
  {
    name: 'neverHealthy',
    flag: '--never-healthy',
    type: 'switch',
    default: false,
    group: 'simulation',
    help: 'Listens, and is never healthy.',
  },
  milliseconds(
    'unhealthyAfterMs',
    '--unhealthy-after-ms',
    'How long it is healthy once its port is open.',
    null,
  ),
  {
    name: 'printVariable',
    flag: '--print-variable',
    type: 'text',
    default: null,
    maxLength: 256,
    group: 'simulation',
    help: 'The environment variable that its lines show: to see that secrets are masked.',
  },
  {
    name: 'logLineEveryMs',
    flag: '--log-line-every-ms',
    type: 'integer',
    default: null,
    min: 1,
    max: DAY_MS,
    group: 'simulation',
    help: 'Prints a line so often.',
  },
];

const SYSTEM: readonly EngineArgument[] = [
  {
    name: 'maxNumSeqs',
    flag: '--max-num-seqs',
    type: 'integer',
    default: 256,
    min: 1,
    max: 100_000,
    group: 'system',
    help: 'Requests that generate at the same time; the others wait inside the engine.',
  },
  {
    name: 'kvCacheTokens',
    flag: '--kv-cache-tokens',
    type: 'integer',
    default: 65_536,
    min: 1,
    max: 1_000_000_000,
    group: 'system',
    help: 'Tokens that fill the key-value cache: what its usage is measured against.',
  },
  {
    name: 'maxModelLen',
    flag: '--max-model-len',
    type: 'integer',
    default: null,
    min: 1,
    max: 1_000_000_000,
    group: 'model',
    help: 'Tokens of prompt and answer together; more is refused. Unset: no limit.',
  },
  {
    name: 'shutdownTimeoutMs',
    flag: '--shutdown-timeout-ms',
    type: 'integer',
    default: 5000,
    min: 0,
    max: DAY_MS,
    group: 'system',
    help: 'How long running requests may take to finish when the replica is stopped.',
  },
];

const TOLD: ReadonlySet<string> = new Set([
  'vllm:num_requests_running',
  'vllm:num_requests_waiting',
  'vllm:kv_cache_usage_perc',
  'vllm:prompt_tokens_total',
  'vllm:generation_tokens_total',
  'vllm:request_success_total',
  'vllm:time_to_first_token_seconds',
  'vllm:time_per_output_token_seconds',
  'vllm:e2e_request_latency_seconds',
]);

/** Behaves like vLLM and computes nothing: every delay and every way to fail can be set. */
export const ENGINE_DOUBLE: Framework = {
  id: 'engine-double',
  title: 'Simulated engine',
  description:
    "A simulated engine with vLLM's API and metrics, for tests and demonstrations without GPUs. Its answers mean nothing.",
  simulated: true,
  tasks: ['text-generation', 'feature-extraction'],
  protocol: 'openai',
  modelForm: 'none',
  gpus: 'optional',
  image: null,
  imageDiskGib: 0,
  containerPort: 8000,
  healthPath: '/health',
  metricsPath: '/metrics',
  metricsPort: null,
  launch: {
    process: {
      program: { kind: 'engine', engine: 'double' },
      args: [
        { from: 'model', flag: '--model' },
        { from: 'servedNames', flag: '--served-model-name', flagEach: true },
        { from: 'host', flag: '--host' },
        { from: 'port', flag: '--port' },
        { from: 'engineArguments' },
      ],
      environment: {},
      gpus: 'optional',
    },
  },
  engineArguments: [...SYSTEM, ...TIMES, ...FAULTS],
  slots: { argument: 'maxNumSeqs', default: 256 },
  metrics: [
    ...VLLM_METRICS.filter(({ name }) => TOLD.has(name)),
    gauge('engine_start_seconds', 'max', 'Seconds from the start of the process to its open port.'),
  ],
  quantization: null,
  context: null,
  parallelism: 'unknown',
  minComputeCapability: null,
  warmSleep: null,
};
