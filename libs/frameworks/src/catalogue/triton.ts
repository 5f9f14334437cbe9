import { type EngineArgument, integer, select, text } from '../argument.ts';
import type { Framework } from '../framework.ts';
import { counter, gauge } from '../metric.ts';

const YES_OR_NO = ['true', 'false'];

const ARGUMENTS: readonly EngineArgument[] = [
  select('--model-control-mode', {
    group: 'model',
    default: 'none',
    choices: ['none', 'explicit', 'poll'],
    help: 'Which models of the repository are loaded: all, those that are named, or all as the repository changes.',
  }),
  text('--load-model', {
    group: 'model',
    help: 'The model to load at the start, with modelControlMode explicit.',
  }),
  select('--strict-readiness', {
    group: 'model',
    default: 'true',
    choices: YES_OR_NO,
    help: 'Healthy only when every model is ready.',
  }),
  select('--exit-on-error', {
    group: 'model',
    default: 'true',
    choices: YES_OR_NO,
    help: 'End when a model cannot be loaded.',
  }),
  integer('--model-load-thread-count', {
    group: 'model',
    min: 1,
    max: 256,
    default: 4,
    help: 'Models loaded at the same time.',
  }),
  integer('--http-thread-count', {
    group: 'system',
    min: 1,
    max: 1024,
    default: 8,
    help: 'Threads of its HTTP server.',
  }),
  integer('--pinned-memory-pool-byte-size', {
    group: 'system',
    min: 0,
    max: 1_099_511_627_776,
    default: 268_435_456,
    help: 'Bytes of the machine’s memory from which the GPUs copy directly.',
  }),
  select('--rate-limit', {
    group: 'system',
    default: 'off',
    choices: ['off', 'execution_count'],
    help: 'Limit models by the resources that they declare.',
  }),
  integer('--exit-timeout-secs', {
    group: 'system',
    min: 0,
    max: 86_400,
    default: 30,
    help: 'How long running requests may take to finish when the replica is stopped.',
  }),
  integer('--log-verbose', { group: 'system', min: 0, max: 10, default: 0, help: 'How much is logged.' }),
];

/** Triton serves a model repository: a folder of models, each with its configuration and backend. */
export const TRITON: Framework = {
  id: 'triton',
  title: 'Triton Inference Server',
  description: 'Models of any kind from a model repository, over the KServe protocol, version 2.',
  simulated: false,
  tasks: 'any',
  protocol: 'kserve-v2',
  modelForm: 'model-repository',
  gpus: 'optional',
  image: {
    gpu: 'nvcr.io/nvidia/tritonserver:25.08-py3',
    cpu: 'nvcr.io/nvidia/tritonserver:25.08-py3',
    byGpuModel: {},
  },
  imageDiskGib: 24,
  containerPort: 8000,
  healthPath: '/v2/health/ready',
  metricsPath: '/metrics',
  metricsPort: 8002,
  launch: {
    container: {
      program: { kind: 'image', entrypoint: null },
      args: [
        // The image's entry point prepares the machine and then starts what it is told.
        'tritonserver',
        { from: 'modelLocation', path: '--model-repository', hub: null },
        { from: 'host', flag: '--http-address' },
        { from: 'port', flag: '--http-port' },
        '--metrics-port',
        '8002',
        { from: 'engineArguments' },
      ],
      environment: {},
      gpus: 'optional',
      cachePath: null,
      sharedMemoryMib: 2048,
    },
  },
  engineArguments: ARGUMENTS,
  slots: null,
  metrics: [
    gauge('nv_inference_pending_request_count', 'sum', 'Requests that wait for a model.'),
    counter('nv_inference_request_success', 'Requests answered.'),
    counter('nv_inference_request_failure', 'Requests that failed.'),
    counter('nv_inference_count', 'Inferences: a request with several inputs counts each.'),
    counter('nv_inference_exec_count', 'Steps: several requests may share one.'),
    counter('nv_inference_request_duration_us', 'Microseconds from requests to answers, added up.'),
    counter('nv_inference_queue_duration_us', 'Microseconds that requests waited, added up.'),
    counter('nv_inference_compute_infer_duration_us', 'Microseconds that models took, added up.'),
    gauge('nv_gpu_utilization', 'average', 'How busy its GPUs are: 1 is all the time.'),
    gauge('nv_gpu_memory_used_bytes', 'sum', 'Memory used on its GPUs, in bytes.'),
  ],
  quantization: null,
  context: null,
  parallelism: 'unknown',
  minComputeCapability: 75,
  warmSleep: null,
};
