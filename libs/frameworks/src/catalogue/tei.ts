import { type EngineArgument, integer, select, text, toggle } from '../argument.ts';
import type { Framework } from '../framework.ts';
import { counter, gauge, histogram } from '../metric.ts';

const IMAGE = 'ghcr.io/huggingface/text-embeddings-inference';
const VERSION = '1.8';

const ARGUMENTS: readonly EngineArgument[] = [
  select('--dtype', {
    group: 'model',
    choices: ['float16', 'float32'],
    help: 'Type of weights and activations.',
  }),
  select('--pooling', {
    group: 'model',
    choices: ['cls', 'mean', 'splade', 'last-token'],
    help: 'How a text’s tokens become one embedding. By default what the model says.',
  }),
  text('--default-prompt-name', {
    group: 'model',
    maxLength: 64,
    help: 'Which of the model’s prompts stands before each text.',
  }),
  toggle('--auto-truncate', {
    group: 'model',
    help: 'Cut texts that are longer than the model takes, instead of refusing them.',
  }),
  integer('--max-concurrent-requests', {
    group: 'system',
    min: 1,
    max: 65_536,
    default: 512,
    help: 'Requests inside the engine; one more is refused.',
  }),
  integer('--max-batch-tokens', {
    group: 'system',
    min: 1,
    max: 1_048_576,
    default: 16_384,
    help: 'Tokens of one step: as many as keep the GPU busy.',
  }),
  integer('--max-batch-requests', { group: 'system', min: 1, max: 65_536, help: 'Texts of one step.' }),
  integer('--max-client-batch-size', {
    group: 'system',
    min: 1,
    max: 65_536,
    default: 32,
    help: 'Texts that one request may hold.',
  }),
  integer('--tokenization-workers', {
    group: 'tokenizer',
    min: 1,
    max: 256,
    help: 'Threads that tokenize. By default one per core.',
  }),
];

/** Text Embeddings Inference: one image per GPU architecture, and one for the CPU. */
export const TEI: Framework = {
  id: 'tei',
  title: 'Text Embeddings Inference',
  description:
    'Embeddings and ranking with small models, on a GPU or the CPU. Embeddings in the shape of the OpenAI API.',
  simulated: false,
  tasks: ['feature-extraction'],
  protocol: 'openai',
  modelForm: 'hub-id',
  gpus: 'optional',
  image: {
    gpu: null,
    cpu: `${IMAGE}:cpu-${VERSION}`,
    byGpuModel: {
      t4: `${IMAGE}:turing-${VERSION}`,
      'a100-40': `${IMAGE}:${VERSION}`,
      'a100-80': `${IMAGE}:${VERSION}`,
      a10g: `${IMAGE}:86-${VERSION}`,
      l4: `${IMAGE}:89-${VERSION}`,
      l40s: `${IMAGE}:89-${VERSION}`,
      rtx4090: `${IMAGE}:89-${VERSION}`,
      h100: `${IMAGE}:hopper-${VERSION}`,
      h200: `${IMAGE}:hopper-${VERSION}`,
    },
  },
  imageDiskGib: 4,
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
        { from: 'engineArguments' },
      ],
      environment: { HUGGINGFACE_HUB_CACHE: '/data' },
      gpus: 'optional',
      cachePath: '/data',
      sharedMemoryMib: null,
    },
  },
  engineArguments: ARGUMENTS,
  slots: { argument: 'maxConcurrentRequests', default: 512 },
  metrics: [
    gauge('te_queue_size', 'sum', 'Requests that wait inside the engine.'),
    counter('te_request_count', 'Requests.', ['te_request_count_total']),
    counter('te_request_success', 'Requests answered.', ['te_request_success_total']),
    counter('te_request_failure', 'Requests that failed.', ['te_request_failure_total']),
    counter('te_embed_count', 'Texts: a request with several counts each.', ['te_embed_count_total']),
    histogram('te_request_duration', 'Seconds from a request to its answer.'),
    histogram('te_request_queue_duration', 'Seconds that a request waits inside the engine.'),
    histogram('te_request_inference_duration', 'Seconds that the model takes for a request.'),
    histogram('te_batch_next_size', 'Texts of a step.'),
    histogram('te_batch_next_tokens', 'Tokens of a step.'),
  ],
  quantization: null,
  context: null,
  parallelism: 'none',
  minComputeCapability: 75,
  warmSleep: null,
};
