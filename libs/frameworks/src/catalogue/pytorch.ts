import type { Framework } from '../framework.ts';
import { NODE_METRICS } from '../metric.ts';
import { OWN_IMAGE } from './own-image.ts';

/** Pipelines of PyTorch and Diffusers in an image of one's own: there is no engine that serves all of them. */
export const PYTORCH: Framework = {
  id: 'pytorch',
  title: 'PyTorch and Diffusers',
  description:
    'Pictures, speech and whatever else a PyTorch pipeline does, served over HTTP by an image of your own.',
  simulated: false,
  tasks: 'any',
  protocol: 'http',
  modelForm: 'hub-id',
  gpus: 'optional',
  image: null,
  imageDiskGib: 20,
  containerPort: 8080,
  healthPath: '/health',
  metricsPath: null,
  metricsPort: null,
  launch: {
    container: {
      ...OWN_IMAGE,
      environment: { ...OWN_IMAGE.environment, HF_HOME: '/data' },
      cachePath: '/data',
    },
  },
  engineArguments: [],
  slots: null,
  metrics: NODE_METRICS,
  quantization: null,
  context: null,
  parallelism: 'none',
  minComputeCapability: null,
  warmSleep: null,
};
