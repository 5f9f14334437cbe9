import type { Framework } from '../framework.ts';
import { AWQ, BITSANDBYTES, COMPRESSED_TENSORS, FP8, GPTQ, MXFP4 } from '../quantizations.ts';
import { VLLM_ARGUMENTS } from './vllm-arguments.ts';
import { VLLM_METRICS } from './vllm-metrics.ts';

/** vLLM in its own image. */
export const VLLM: Framework = {
  id: 'vllm',
  title: 'vLLM',
  description: 'Fast generation for many callers at once, and embeddings. In the shape of the OpenAI API.',
  simulated: false,
  tasks: ['text-generation', 'image-text-to-text', 'feature-extraction'],
  protocol: 'openai',
  modelForm: 'hub-id',
  gpus: 'required',
  image: { gpu: 'vllm/vllm-openai:v0.11.0', cpu: null, byGpuModel: {} },
  imageDiskGib: 30,
  containerPort: 8000,
  healthPath: '/health',
  metricsPath: '/metrics',
  metricsPort: null,
  launch: {
    container: {
      // Named, because the image's own entry point takes the model in another way from version to version.
      program: { kind: 'image', entrypoint: ['vllm', 'serve'] },
      args: [
        { from: 'modelLocation', path: null, hub: { flag: null, withQuantization: false } },
        { from: 'modelRevision', flag: '--revision' },
        { from: 'servedNames', flag: '--served-model-name', flagEach: false },
        { from: 'host', flag: '--host' },
        { from: 'port', flag: '--port' },
        { from: 'gpuCount', argument: 'tensorParallelSize' },
        { from: 'quantization' },
        { from: 'engineArguments' },
      ],
      environment: {
        HF_HOME: '/root/.cache/huggingface',
        HF_HUB_DISABLE_TELEMETRY: '1',
        VLLM_NO_USAGE_STATS: '1',
      },
      gpus: 'required',
      cachePath: '/root/.cache/huggingface',
      sharedMemoryMib: 16_384,
    },
  },
  engineArguments: VLLM_ARGUMENTS,
  slots: { argument: 'maxNumSeqs', default: 256 },
  metrics: VLLM_METRICS,
  quantization: {
    argument: 'quantization',
    choices: [AWQ, GPTQ, COMPRESSED_TENSORS, MXFP4, FP8, BITSANDBYTES],
  },
  context: {
    argument: 'maxModelLen',
    sharedBySlots: false,
    default: null,
    cacheTypes: { arguments: ['kvCacheDtype'], bytes: { fp8: 1, fp8_e4m3: 1, fp8_e5m2: 1 } },
  },
  parallelism: 'tensor',
  minComputeCapability: 70,
  warmSleep: {
    engineArguments: { enableSleepMode: true },
    environment: { VLLM_SERVER_DEV_MODE: '1' },
    sleep: { method: 'POST', path: '/sleep', levelParameter: 'level' },
    wake: { method: 'POST', path: '/wake_up' },
    asleep: { method: 'GET', path: '/is_sleeping' },
    alsoOpened: ['/collective_rpc', '/reset_prefix_cache', '/reset_mm_cache', '/server_info'],
    levels: [
      { level: 1, weights: 'kept-in-memory' },
      { level: 2, weights: 'dropped' },
    ],
  },
};
