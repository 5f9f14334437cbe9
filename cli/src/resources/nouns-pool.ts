import type { Resource } from './resource.ts';

const node: Resource = {
  noun: 'node',
  plural: 'nodes',
  about: 'machines that run replicas, what they have and what is free',
  columns: [
    'NODE=id',
    'HOST=hostname',
    'STATE=state',
    'CLUSTER=cluster',
    'DRIVER=driver',
    'REPLICAS=replicas',
    'CORES FREE=free.vcpuMillis/capacity.vcpuMillis|cores',
    'MEMORY FREE=free.memoryMib/capacity.memoryMib|mib',
    'GPUS=capacity.gpus|count',
    'SEEN=lastSeenAt|age',
  ],
  wide: ['ZONE=zone', 'LABELS=labels', 'TAINTS=taints', 'SIMULATED=simulated|yes', 'DRAIN=drain'],
  alone: 'list',
  verbs: {
    list: { operation: 'Node.all', nothing: 'No node has joined yet.' },
    get: { operation: 'Node.one', aliases: ['show'] },
    cordon: { operation: 'Node.cordon' },
    uncordon: { operation: 'Node.uncordon' },
    drain: { operation: 'Node.drain', confirm: 'prompt' },
    delete: {
      operation: 'Node.remove',
      aliases: ['remove'],
      confirm: 'always',
      says: '{called} is out of the pool.',
    },
  },
};

const hardware: Resource = {
  noun: 'hardware',
  plural: 'flavors',
  about: 'shapes that an endpoint may have, and what they cost',
  columns: [
    'HARDWARE=id',
    'TITLE=title',
    'GPUS=gpuCount',
    'GPU=gpuTitle',
    'GPU MEMORY=gpuMemoryMib|mib',
    'CORES=vcpuMillis|cores',
    'MEMORY=memoryMib|mib',
    'AN HOUR=priceNanoUsdPerHour|usd',
    'SPOT=spot|yes',
  ],
  alone: 'list',
  verbs: { list: { operation: 'Catalogue.hardware' } },
};

const framework: Resource = {
  noun: 'framework',
  plural: 'frameworks',
  about: 'runtimes that serve models, and the arguments they take',
  columns: [
    'FRAMEWORK=id',
    'TITLE=title',
    'TASKS=tasks|short',
    'PROTOCOL=protocol',
    'GPUS=gpus',
    'PORT=containerPort',
  ],
  wide: ['IMAGES=images', 'ARGUMENTS=engineArguments.name', 'SLEEPS WARM=canSleepWarm|yes'],
  alone: 'list',
  verbs: { list: { operation: 'Catalogue.frameworks' } },
};

const model: Resource = {
  noun: 'model',
  plural: 'models',
  about: 'what a model needs, which hardware fits, and what that costs',
  columns: [
    'HARDWARE=hardwareId',
    'FITS=fits|yes',
    'TENSOR PARALLEL=tensorParallel',
    'USED=utilisationPercent|percent',
    'NEEDS=neededMib|mib',
    'AN HOUR=priceNanoUsdPerHour|usd',
    'WHY=message|short',
  ],
  verbs: {
    size: {
      operation: 'Sizing.size',
      arguments: ['model'],
      part: { path: 'hardware', above: 'explanation' },
    },
  },
};

export const POOL_NOUNS: readonly Resource[] = [node, hardware, framework, model];
