import { type EngineArgument, integer, number, select, text, toggle } from '../argument.ts';
import type { Framework } from '../framework.ts';
import { AWQ, BITSANDBYTES, COMPRESSED_TENSORS, FP8, GPTQ, MXFP4 } from '../quantizations.ts';
import { SGLANG_METRICS } from './sglang-metrics.ts';

const MODEL: readonly EngineArgument[] = [
  select('--dtype', {
    group: 'model',
    default: 'auto',
    choices: ['auto', 'half', 'float16', 'bfloat16', 'float', 'float32'],
    help: 'Type of weights and activations. auto: as the weights are.',
  }),
  select('--quantization', {
    group: 'model',
    choices: [
      'awq',
      'awq_marlin',
      'gptq',
      'gptq_marlin',
      'fp8',
      'bitsandbytes',
      'gguf',
      'w8a8_int8',
      'w8a8_fp8',
      'mxfp4',
      'compressed-tensors',
    ],
    help: 'How weights are quantized. By default what the weights themselves say; fp8 and bitsandbytes are made while loading.',
  }),
  integer('--context-length', {
    group: 'model',
    min: 1,
    max: 10_485_760,
    help: 'Longest request and answer together, in tokens. By default what the model was made for.',
  }),
  number('--mem-fraction-static', {
    group: 'model',
    min: 0.05,
    max: 0.99,
    help: 'Share of each GPU’s memory for weights and key-value cache. By default found by the engine, about 0.88.',
  }),
  integer('--tp-size', {
    group: 'model',
    min: 1,
    max: 64,
    help: 'GPUs that share each layer. By default all that the replica holds.',
  }),
  integer('--dp-size', {
    group: 'model',
    min: 1,
    max: 64,
    default: 1,
    help: 'Copies of the model inside one replica.',
  }),
  toggle('--is-embedding', { group: 'model', help: 'Make embeddings with a model that could generate.' }),
  toggle('--trust-remote-code', {
    group: 'model',
    help: 'Run code that comes with the model. Only for models whose code was read.',
  }),
];

const SYSTEM: readonly EngineArgument[] = [
  select('--schedule-policy', {
    group: 'system',
    default: 'fcfs',
    choices: ['lpm', 'random', 'fcfs', 'dfs-weight', 'lof', 'priority'],
    help: 'Which waiting request is next: fcfs the first that came, lpm the one whose beginning is best known.',
  }),
  integer('--max-running-requests', {
    group: 'system',
    min: 1,
    max: 65_536,
    help: 'Requests that generate at the same time. By default what the key-value cache holds.',
  }),
  integer('--chunked-prefill-size', {
    group: 'system',
    min: 64,
    max: 1_048_576,
    help: 'Long prompts are read in parts of so many tokens.',
  }),
  integer('--max-prefill-tokens', {
    group: 'system',
    min: 64,
    max: 10_485_760,
    default: 16_384,
    help: 'Prompt tokens of one step.',
  }),
  select('--kv-cache-dtype', {
    group: 'system',
    default: 'auto',
    choices: ['auto', 'fp8_e5m2', 'fp8_e4m3'],
    help: 'Type of the key-value cache: fp8 holds twice as many tokens.',
  }),
  integer('--page-size', {
    group: 'system',
    min: 1,
    max: 256,
    default: 1,
    help: 'Tokens of one page of the key-value cache.',
  }),
  toggle('--disable-radix-cache', {
    group: 'system',
    help: 'Do not keep what equal beginnings of prompts led to.',
  }),
  integer('--random-seed', {
    group: 'system',
    min: 0,
    max: 4_294_967_295,
    help: 'For answers that can be repeated.',
  }),
  text('--tool-call-parser', {
    group: 'system',
    maxLength: 64,
    help: 'How this model writes tool calls, e.g. qwen25, llama3.',
  }),
  text('--reasoning-parser', {
    group: 'system',
    maxLength: 64,
    help: 'How this model writes its reasoning, e.g. deepseek-r1, qwen3.',
  }),
  select('--log-level', {
    group: 'system',
    default: 'info',
    choices: ['debug', 'info', 'warning', 'error'],
    help: 'Which lines are logged.',
  }),
];

const TOKENIZER: readonly EngineArgument[] = [
  text('--tokenizer-path', {
    group: 'tokenizer',
    help: 'Hub id or path of the tokenizer. By default the model’s.',
  }),
  select('--tokenizer-mode', {
    group: 'tokenizer',
    default: 'auto',
    choices: ['auto', 'slow'],
    help: 'auto: the fast tokenizer where there is one.',
  }),
  integer('--tokenizer-worker-num', {
    group: 'tokenizer',
    min: 1,
    max: 64,
    default: 1,
    help: 'Processes that tokenize.',
  }),
  text('--chat-template', {
    group: 'tokenizer',
    maxLength: 4096,
    help: 'Path or name of a chat template. By default the model’s.',
  }),
];

/** SGLang in its own image. */
export const SGLANG: Framework = {
  id: 'sglang',
  title: 'SGLang',
  description:
    'Fast generation with shared beginnings of prompts, and embeddings. In the shape of the OpenAI API.',
  simulated: false,
  tasks: ['text-generation', 'image-text-to-text', 'feature-extraction'],
  protocol: 'openai',
  modelForm: 'hub-id',
  gpus: 'required',
  image: { gpu: 'lmsysorg/sglang:v0.5.4.post1', cpu: null, byGpuModel: {} },
  imageDiskGib: 40,
  containerPort: 30_000,
  healthPath: '/health',
  metricsPath: '/metrics',
  metricsPort: null,
  launch: {
    container: {
      program: { kind: 'image', entrypoint: ['python3', '-m', 'sglang.launch_server'] },
      args: [
        {
          from: 'modelLocation',
          path: '--model-path',
          hub: { flag: '--model-path', withQuantization: false },
        },
        { from: 'modelRevision', flag: '--revision' },
        { from: 'servedName', flag: '--served-model-name' },
        { from: 'host', flag: '--host' },
        { from: 'port', flag: '--port' },
        '--enable-metrics',
        { from: 'gpuCount', argument: 'tpSize' },
        { from: 'quantization' },
        { from: 'engineArguments' },
      ],
      environment: { HF_HOME: '/root/.cache/huggingface', HF_HUB_DISABLE_TELEMETRY: '1' },
      gpus: 'required',
      cachePath: '/root/.cache/huggingface',
      sharedMemoryMib: 32_768,
    },
  },
  engineArguments: [...MODEL, ...SYSTEM, ...TOKENIZER],
  // By default it takes as many as its cache holds, which is not known before it runs.
  slots: { argument: 'maxRunningRequests', default: 256 },
  metrics: SGLANG_METRICS,
  quantization: {
    argument: 'quantization',
    choices: [AWQ, GPTQ, COMPRESSED_TENSORS, MXFP4, FP8, BITSANDBYTES],
  },
  context: {
    argument: 'contextLength',
    sharedBySlots: false,
    default: null,
    cacheTypes: { arguments: ['kvCacheDtype'], bytes: { fp8_e5m2: 1, fp8_e4m3: 1 } },
  },
  parallelism: 'tensor',
  minComputeCapability: 75,
  warmSleep: null,
};
