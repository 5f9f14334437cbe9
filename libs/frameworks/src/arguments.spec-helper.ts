import fc from 'fast-check';
import { type ArgumentValue, type EngineArgument, type LaunchKind, text, toggle } from './argument.ts';
import type { Framework } from './framework.ts';
import { gauge } from './metric.ts';

const valueFor = (argument: EngineArgument): fc.Arbitrary<ArgumentValue> => {
  switch (argument.type) {
    case 'text':
      return fc.stringMatching(/^[A-Za-z0-9][ -~]{0,40}$/);
    case 'integer':
      return fc.integer({ min: argument.min, max: argument.max });
    case 'number':
      return fc.double({ min: argument.min, max: argument.max, noNaN: true });
    case 'switch':
      return fc.boolean();
    case 'select':
      return fc.constantFrom(...argument.choices);
  }
};

/** The arguments that one kind of launch has. */
export const argumentsIn = (framework: Framework, launch: LaunchKind): readonly EngineArgument[] =>
  framework.engineArguments.filter(({ onlyIn }) => onlyIn === undefined || onlyIn === launch);

/** Any set of arguments that a framework accepts in one kind of launch. */
export const acceptedArguments = (
  framework: Framework,
  launch: LaunchKind = 'process',
): fc.Arbitrary<Record<string, ArgumentValue>> =>
  fc.record(
    Object.fromEntries(argumentsIn(framework, launch).map((argument) => [argument.name, valueFor(argument)])),
    { requiredKeys: [] },
  ) as fc.Arbitrary<Record<string, ArgumentValue>>;

/** A framework with one argument of each type, so that rules are tested that no entry happens to use yet. */
export const SAMPLE: Framework = {
  id: 'sample',
  title: 'Sample',
  description: 'A framework for tests.',
  simulated: true,
  tasks: 'any',
  protocol: 'http',
  modelForm: 'hub-id',
  gpus: 'optional',
  image: {
    gpu: 'registry.example/sample:1',
    cpu: 'registry.example/sample:1-cpu',
    byGpuModel: { h100: 'registry.example/sample:1-h100' },
  },
  imageDiskGib: 10,
  containerPort: 8080,
  healthPath: '/ready',
  metricsPath: null,
  metricsPort: null,
  launch: {
    process: {
      program: { kind: 'command', command: 'sample' },
      args: [
        'serve',
        { from: 'model', flag: '--model' },
        { from: 'servedNames', flag: '--names', flagEach: false },
        { from: 'engineArguments' },
      ],
      environment: { SAMPLE_HOME: '/sample' },
      gpus: 'optional',
    },
    container: {
      program: { kind: 'image', entrypoint: null },
      args: [
        { from: 'modelLocation', path: '--model', hub: { flag: '--hub', withQuantization: true } },
        { from: 'modelRevision', flag: '--revision' },
        { from: 'servedNames', flag: '--name', flagEach: true },
        { from: 'host', flag: '--host' },
        { from: 'port', flag: '--port' },
        { from: 'gpuCount', argument: 'maxLen' },
        { from: 'withGpus', items: ['--gpu'], unlessSet: 'share' },
        { from: 'quantization' },
        { from: 'engineArguments' },
      ],
      environment: {
        SAMPLE_HOME: '/sample',
        PORT: { from: 'port' },
        MODEL: { from: 'modelLocation' },
        NAME: { from: 'servedName' },
      },
      gpus: 'optional',
      cachePath: '/cache',
      sharedMemoryMib: 64,
    },
  },
  engineArguments: [
    {
      name: 'maxLen',
      flag: '--max-len',
      type: 'integer',
      default: 10,
      min: 1,
      max: 100,
      group: 'model',
      help: '',
    },
    {
      name: 'share',
      flag: '--share',
      type: 'number',
      default: 0.9,
      min: 0,
      max: 1,
      group: 'model',
      help: '',
    },
    {
      name: 'dtype',
      flag: '--dtype',
      type: 'select',
      default: 'auto',
      choices: ['auto', 'half'],
      group: 'model',
      help: '',
    },
    toggle('--eager', { group: 'system', help: '' }),
    toggle('--caching', { group: 'system', help: '', offFlag: '--no-caching', onlyIn: 'container' }),
    text('--template', { group: 'tokenizer', maxLength: 41, help: '' }),
  ],
  slots: null,
  metrics: [gauge('a', 'sum', '', ['b'])],
  quantization: {
    argument: 'dtype',
    choices: [
      { id: 'h8', passes: 'half', bitsPerWeight: 8, atLoad: true, minComputeCapability: 80, help: '' },
      { id: 'seen', passes: null, bitsPerWeight: 4, atLoad: false, minComputeCapability: 0, help: '' },
    ],
  },
  context: { argument: 'maxLen', sharedBySlots: false, default: null, cacheTypes: null },
  parallelism: 'tensor',
  minComputeCapability: 75,
  warmSleep: null,
};
