import { type EngineArgument, integer, number, select, text, toggle } from '../argument.ts';

const MODEL: readonly EngineArgument[] = [
  select('--dtype', {
    group: 'model',
    default: 'auto',
    choices: ['auto', 'half', 'float16', 'bfloat16', 'float', 'float32'],
    help: 'Type of weights and activations. auto: as the weights are. GPUs before Ampere need half for bfloat16 weights.',
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
      'compressed-tensors',
      'gguf',
      'mxfp4',
    ],
    help: 'How weights are quantized. By default what the weights themselves say; fp8 and bitsandbytes are made while loading.',
  }),
  integer('--max-model-len', {
    group: 'model',
    min: 1,
    max: 10_485_760,
    help: 'Longest request and answer together, in tokens. By default what the model was made for.',
  }),
  number('--gpu-memory-utilization', {
    group: 'model',
    min: 0.05,
    max: 0.99,
    default: 0.9,
    help: 'Share of each GPU’s memory that the engine takes for weights and key-value cache.',
  }),
  integer('--tensor-parallel-size', {
    group: 'model',
    min: 1,
    max: 64,
    help: 'GPUs that share each layer. By default all that the replica holds.',
  }),
  integer('--pipeline-parallel-size', {
    group: 'model',
    min: 1,
    max: 64,
    default: 1,
    help: 'Groups of layers, each on GPUs of its own.',
  }),
  select('--load-format', {
    group: 'model',
    default: 'auto',
    choices: ['auto', 'safetensors', 'pt', 'gguf', 'bitsandbytes', 'mistral', 'runai_streamer', 'dummy'],
    help: 'Form of the weight files. dummy: random weights, for measurements.',
  }),
  number('--cpu-offload-gb', {
    group: 'model',
    min: 0,
    max: 4096,
    default: 0,
    help: 'GiB of weights per GPU that stay in the machine’s memory: slower, and more fits.',
  }),
  select('--runner', {
    group: 'model',
    default: 'auto',
    choices: ['auto', 'generate', 'pooling'],
    help: 'What the model is used for: pooling makes embeddings, also with a model that could generate.',
  }),
  toggle('--trust-remote-code', {
    group: 'model',
    help: 'Run code that comes with the model. Only for models whose code was read.',
  }),
  toggle('--enable-lora', { group: 'model', help: 'Accept LoRA adapters.' }),
  toggle('--enforce-eager', {
    group: 'model',
    help: 'Without CUDA graphs: starts sooner and takes less memory, and answers more slowly.',
  }),
];

const SYSTEM: readonly EngineArgument[] = [
  select('--scheduling-policy', {
    group: 'system',
    default: 'fcfs',
    choices: ['fcfs', 'priority'],
    help: 'Which waiting request is next: the first that came, or the one of highest priority.',
  }),
  integer('--max-num-seqs', {
    group: 'system',
    min: 1,
    max: 65_536,
    default: 256,
    help: 'Requests that generate at the same time; the others wait inside the engine.',
  }),
  integer('--max-num-batched-tokens', {
    group: 'system',
    min: 1,
    max: 1_048_576,
    help: 'Tokens of one step: more is faster for long prompts, and takes more memory.',
  }),
  select('--block-size', {
    group: 'system',
    choices: ['1', '8', '16', '32', '64', '128'],
    help: 'Tokens of one block of the key-value cache.',
  }),
  toggle('--enable-prefix-caching', {
    group: 'system',
    offFlag: '--no-enable-prefix-caching',
    help: 'Keep what equal beginnings of prompts led to.',
  }),
  toggle('--enable-chunked-prefill', {
    group: 'system',
    offFlag: '--no-enable-chunked-prefill',
    help: 'Long prompts are read in parts, between the steps of others.',
  }),
  select('--kv-cache-dtype', {
    group: 'system',
    default: 'auto',
    choices: ['auto', 'fp8', 'fp8_e4m3', 'fp8_e5m2'],
    help: 'Type of the key-value cache: fp8 holds twice as many tokens.',
  }),
  number('--swap-space', {
    group: 'system',
    min: 0,
    max: 1024,
    default: 4,
    help: 'GiB of the machine’s memory per GPU for requests that were set aside.',
  }),
  integer('--seed', {
    group: 'system',
    min: 0,
    max: 4_294_967_295,
    help: 'For answers that can be repeated.',
  }),
  toggle('--enable-sleep-mode', {
    group: 'system',
    help: 'The engine can free its GPUs without ending.',
  }),
  toggle('--enable-auto-tool-choice', {
    group: 'system',
    help: 'The model may choose to call tools; needs toolCallParser.',
  }),
  text('--tool-call-parser', {
    group: 'system',
    maxLength: 64,
    help: 'How this model writes tool calls, e.g. hermes, llama3_json.',
  }),
  text('--reasoning-parser', {
    group: 'system',
    maxLength: 64,
    help: 'How this model writes its reasoning, e.g. deepseek_r1, qwen3.',
  }),
  select('--uvicorn-log-level', {
    group: 'system',
    default: 'info',
    choices: ['debug', 'info', 'warning', 'error', 'critical'],
    help: 'Which lines of its HTTP server are logged.',
  }),
];

const TOKENIZER: readonly EngineArgument[] = [
  text('--tokenizer', {
    group: 'tokenizer',
    help: 'Hub id or path of the tokenizer. By default the model’s.',
  }),
  select('--tokenizer-mode', {
    group: 'tokenizer',
    default: 'auto',
    choices: ['auto', 'slow', 'mistral', 'custom'],
    help: 'auto: the fast tokenizer where there is one.',
  }),
  text('--chat-template', {
    group: 'tokenizer',
    maxLength: 16_384,
    help: 'Path of a chat template, or the template in one line. By default the model’s.',
  }),
];

export const VLLM_ARGUMENTS: readonly EngineArgument[] = [...MODEL, ...SYSTEM, ...TOKENIZER];
