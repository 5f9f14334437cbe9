import { type EngineArgument, integer, select, text, toggle } from '../argument.ts';

const CACHE_TYPES = ['f32', 'f16', 'bf16', 'q8_0', 'q5_1', 'q5_0', 'q4_1', 'q4_0', 'iq4_nl'];

/** Of the platform's own engine, which runs as a process, and of llama.cpp's server, which runs in a container. */
export const LLAMA_CPP_ARGUMENTS: readonly EngineArgument[] = [
  integer('--ctx-size', {
    group: 'model',
    min: 64,
    max: 1_048_576,
    default: 4096,
    help: 'Tokens of context, shared evenly by the parallel requests.',
  }),
  integer('--n-gpu-layers', {
    group: 'model',
    min: 0,
    max: 999,
    onlyIn: 'container',
    help: 'Layers on the GPU; the others stay on the CPU. By default all where there is a GPU.',
  }),
  select('--split-mode', {
    group: 'model',
    default: 'layer',
    choices: ['none', 'layer', 'row'],
    onlyIn: 'container',
    help: 'How several GPUs share the model.',
  }),
  select('--cache-type-k', {
    group: 'model',
    default: 'f16',
    choices: CACHE_TYPES,
    onlyIn: 'container',
    help: 'Type of the keys of the key-value cache.',
  }),
  select('--cache-type-v', {
    group: 'model',
    default: 'f16',
    choices: CACHE_TYPES,
    onlyIn: 'container',
    help: 'Type of the values of the key-value cache; below f16 it needs flashAttn.',
  }),
  integer('--parallel', {
    group: 'system',
    min: 1,
    max: 64,
    default: 4,
    help: 'Requests that generate at the same time.',
  }),
  integer('--queue-limit', {
    group: 'system',
    min: 0,
    max: 10_000,
    default: 64,
    onlyIn: 'process',
    help: 'Requests that may wait inside the engine; one more is refused.',
  }),
  integer('--batch-size', {
    group: 'system',
    min: 32,
    max: 8192,
    default: 512,
    help: 'Tokens evaluated in one step.',
  }),
  integer('--ubatch-size', {
    group: 'system',
    min: 32,
    max: 8192,
    default: 512,
    onlyIn: 'container',
    help: 'Tokens evaluated by the GPU at once: more is faster for long prompts, and takes more memory.',
  }),
  select('--flash-attn', {
    group: 'system',
    default: 'auto',
    choices: ['on', 'off', 'auto'],
    onlyIn: 'container',
    help: 'Attention that takes less memory.',
  }),
  integer('--threads', {
    group: 'system',
    min: 1,
    max: 256,
    default: 1,
    help: 'CPU threads. More than the cores that are really free makes it slower, often by far.',
  }),
  toggle('--embeddings', {
    group: 'system',
    onlyIn: 'container',
    help: 'Make embeddings only, with a model that was made for them.',
  }),
  select('--pooling', {
    group: 'system',
    choices: ['none', 'mean', 'cls', 'last', 'rank'],
    onlyIn: 'container',
    help: 'How a text’s tokens become one embedding. By default what the model says.',
  }),
  integer('--shutdown-timeout-ms', {
    group: 'system',
    min: 0,
    max: 600_000,
    default: 10_000,
    onlyIn: 'process',
    help: 'How long running requests may take to finish when the replica is stopped.',
  }),
  toggle('--jinja', {
    group: 'tokenizer',
    onlyIn: 'container',
    help: 'Take the model’s own chat template as it is: tools need it.',
  }),
  text('--chat-template', {
    group: 'tokenizer',
    maxLength: 16_384,
    onlyIn: 'container',
    help: 'Name of a chat template, or with jinja the template in one line. By default the model’s.',
  }),
];
