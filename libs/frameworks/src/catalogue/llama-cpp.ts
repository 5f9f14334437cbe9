import type { Framework } from '../framework.ts';
import { counter, gauge } from '../metric.ts';
import { GGUF_QUANTIZATIONS } from '../quantizations.ts';
import { LLAMA_CPP_ARGUMENTS } from './llama-cpp-arguments.ts';

const BUILD = 'b7018';

/** Bytes for each element: a block of 32 holds its scale of 16 bits too. */
const CACHE_BYTES = {
  f32: 4,
  f16: 2,
  bf16: 2,
  q8_0: 34 / 32,
  q5_1: 24 / 32,
  q5_0: 22 / 32,
  q4_1: 20 / 32,
  q4_0: 18 / 32,
  iq4_nl: 18 / 32,
};

/** llama.cpp: in a process of this platform's own on the CPU, or its own server in a container, with a GPU or without. */
export const LLAMA_CPP: Framework = {
  id: 'llama.cpp',
  title: 'llama.cpp',
  description:
    'Runs GGUF models on the CPU, in a container also on GPUs. Chat, completions and embeddings in the shape of the OpenAI API.',
  simulated: false,
  tasks: ['text-generation', 'feature-extraction'],
  protocol: 'openai',
  modelForm: 'gguf-file',
  gpus: 'optional',
  image: {
    gpu: `ghcr.io/ggml-org/llama.cpp:server-cuda-${BUILD}`,
    cpu: `ghcr.io/ggml-org/llama.cpp:server-${BUILD}`,
    byGpuModel: {},
  },
  imageDiskGib: 5,
  containerPort: 8080,
  healthPath: '/health',
  metricsPath: '/metrics',
  metricsPort: null,
  launch: {
    process: {
      program: { kind: 'engine', engine: 'llamacpp' },
      args: [
        { from: 'modelPath', flag: '--model' },
        { from: 'servedName', flag: '--alias' },
        { from: 'host', flag: '--host' },
        { from: 'port', flag: '--port' },
        { from: 'engineArguments' },
      ],
      environment: {},
      gpus: 'none',
    },
    container: {
      program: { kind: 'image', entrypoint: null },
      args: [
        { from: 'modelLocation', path: '--model', hub: { flag: '--hf-repo', withQuantization: true } },
        { from: 'servedName', flag: '--alias' },
        { from: 'host', flag: '--host' },
        { from: 'port', flag: '--port' },
        '--metrics',
        { from: 'withGpus', items: ['--n-gpu-layers', '999'], unlessSet: 'nGpuLayers' },
        { from: 'engineArguments' },
      ],
      environment: { LLAMA_CACHE: '/cache' },
      gpus: 'optional',
      cachePath: '/cache',
      sharedMemoryMib: null,
    },
  },
  engineArguments: LLAMA_CPP_ARGUMENTS,
  slots: { argument: 'parallel', default: 4 },
  metrics: [
    gauge('llamacpp:requests_processing', 'sum', 'Requests being answered.'),
    gauge('llamacpp:requests_deferred', 'sum', 'Requests waiting for a slot inside the engine.'),
    gauge('llamacpp:n_busy_slots_per_decode', 'average', 'Mean requests that share a step.'),
    gauge(
      'llamacpp:kv_cache_usage_ratio',
      'average',
      'How full the key-value cache is: 1 is full; former versions only.',
    ),
    counter('llamacpp:prompt_tokens_total', 'Prompt tokens processed.'),
    counter('llamacpp:tokens_predicted_total', 'Tokens generated.'),
    counter('llamacpp:prompt_seconds_total', 'Seconds in which prompts were read.'),
    counter('llamacpp:tokens_predicted_seconds_total', 'Seconds in which tokens were generated.'),
    counter('llamacpp:n_decode_total', 'Steps: several requests may share one.'),
    gauge('llamacpp:prompt_tokens_seconds', 'average', 'Mean prompt tokens a second while one is evaluated.'),
    gauge('llamacpp:predicted_tokens_seconds', 'average', 'Mean generated tokens a second of a request.'),
  ],
  quantization: { argument: null, choices: GGUF_QUANTIZATIONS },
  context: {
    argument: 'ctxSize',
    sharedBySlots: true,
    default: 4096,
    cacheTypes: { arguments: ['cacheTypeK', 'cacheTypeV'], bytes: CACHE_BYTES },
  },
  parallelism: 'layers',
  minComputeCapability: 50,
  warmSleep: null,
};
