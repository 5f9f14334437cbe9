import { type EngineArgument, integer, number, select, toggle } from '../argument.ts';
import type { Framework, Quantization } from '../framework.ts';
import { AWQ, BITSANDBYTES, COMPRESSED_TENSORS, FP8, GPTQ } from '../quantizations.ts';
import { TGI_METRICS } from './tgi-metrics.ts';

const QUANTIZATIONS: readonly Quantization[] = [
  AWQ,
  GPTQ,
  COMPRESSED_TENSORS,
  FP8,
  {
    ...FP8,
    id: 'eetq',
    passes: 'eetq',
    minComputeCapability: 75,
    help: '8 bits in whole numbers, made while loading: half the memory on any GPU from Turing on.',
  },
  { ...BITSANDBYTES, id: 'bitsandbytes-nf4', passes: 'bitsandbytes-nf4', minComputeCapability: 75 },
  {
    ...BITSANDBYTES,
    passes: 'bitsandbytes',
    bitsPerWeight: 8,
    minComputeCapability: 75,
    help: '8 bits, made while loading: any model, and slow.',
  },
];

const ARGUMENTS: readonly EngineArgument[] = [
  select('--dtype', {
    group: 'model',
    choices: ['float16', 'bfloat16'],
    help: 'Type of weights and activations; not together with a quantization.',
  }),
  select('--quantize', {
    group: 'model',
    choices: [
      'awq',
      'gptq',
      'marlin',
      'exl2',
      'eetq',
      'bitsandbytes',
      'bitsandbytes-nf4',
      'bitsandbytes-fp4',
      'fp8',
      'compressed-tensors',
    ],
    help: 'How weights are quantized. By default what the weights themselves say.',
  }),
  integer('--num-shard', {
    group: 'model',
    min: 1,
    max: 64,
    help: 'GPUs that share each layer. By default all that the replica holds.',
  }),
  integer('--max-input-tokens', {
    group: 'model',
    min: 1,
    max: 10_485_760,
    help: 'Longest request, in tokens. By default one less than the whole.',
  }),
  integer('--max-total-tokens', {
    group: 'model',
    min: 2,
    max: 10_485_760,
    help: 'Longest request and answer together, in tokens. By default what the model was made for and memory allows.',
  }),
  select('--kv-cache-dtype', {
    group: 'model',
    choices: ['fp8_e4m3fn', 'fp8_e5m2'],
    help: 'Type of the key-value cache: fp8 holds twice as many tokens.',
  }),
  number('--cuda-memory-fraction', {
    group: 'model',
    min: 0.05,
    max: 1,
    default: 1,
    help: 'Share of each GPU’s memory that the engine takes.',
  }),
  toggle('--trust-remote-code', {
    group: 'model',
    help: 'Run code that comes with the model. Only for models whose code was read.',
  }),
  integer('--max-batch-prefill-tokens', {
    group: 'system',
    min: 1,
    max: 10_485_760,
    help: 'Prompt tokens of one step: what takes most memory at once.',
  }),
  integer('--max-batch-total-tokens', {
    group: 'system',
    min: 1,
    max: 100_000_000,
    help: 'Tokens of all requests that generate together. By default what memory allows.',
  }),
  integer('--max-concurrent-requests', {
    group: 'system',
    min: 1,
    max: 65_536,
    default: 128,
    help: 'Requests inside the engine; one more is refused.',
  }),
  number('--waiting-served-ratio', {
    group: 'system',
    min: 0,
    max: 100,
    default: 0.3,
    help: 'How many more must wait than generate before generation pauses for them.',
  }),
  integer('--validation-workers', {
    group: 'tokenizer',
    min: 1,
    max: 64,
    default: 2,
    help: 'Threads that tokenize.',
  }),
];

/** Text Generation Inference in its own image. */
export const TGI: Framework = {
  id: 'tgi',
  title: 'Text Generation Inference',
  description: 'Generation with continuous batches. In the shape of the OpenAI API.',
  simulated: false,
  tasks: ['text-generation', 'image-text-to-text'],
  protocol: 'openai',
  modelForm: 'hub-id',
  gpus: 'required',
  image: { gpu: 'ghcr.io/huggingface/text-generation-inference:3.3.6', cpu: null, byGpuModel: {} },
  imageDiskGib: 20,
  containerPort: 80,
  healthPath: '/health',
  metricsPath: '/metrics',
  metricsPort: null,
  launch: {
    container: {
      program: { kind: 'image', entrypoint: null },
      args: [
        { from: 'modelLocation', path: '--model-id', hub: { flag: '--model-id', withQuantization: false } },
        { from: 'modelRevision', flag: '--revision' },
        { from: 'host', flag: '--hostname' },
        { from: 'port', flag: '--port' },
        { from: 'gpuCount', argument: 'numShard' },
        { from: 'quantization' },
        { from: 'engineArguments' },
      ],
      environment: { HF_HOME: '/data', USAGE_STATS: 'off' },
      gpus: 'required',
      cachePath: '/data',
      sharedMemoryMib: 4096,
    },
  },
  engineArguments: ARGUMENTS,
  slots: { argument: 'maxConcurrentRequests', default: 128 },
  metrics: TGI_METRICS,
  quantization: { argument: 'quantize', choices: QUANTIZATIONS },
  context: {
    argument: 'maxTotalTokens',
    sharedBySlots: false,
    default: null,
    cacheTypes: { arguments: ['kvCacheDtype'], bytes: { fp8_e4m3fn: 1, fp8_e5m2: 1 } },
  },
  parallelism: 'tensor',
  minComputeCapability: 75,
  warmSleep: null,
};
