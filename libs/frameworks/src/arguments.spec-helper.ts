import fc from 'fast-check';
import type { ArgumentValue, EngineArgument, Framework } from './framework.ts';

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

/** Any set of arguments that a framework accepts. */
export const acceptedArguments = (framework: Framework): fc.Arbitrary<Record<string, ArgumentValue>> =>
  fc.record(
    Object.fromEntries(framework.engineArguments.map((argument) => [argument.name, valueFor(argument)])),
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
  image: 'registry.example/sample:1',
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
    { name: 'eager', flag: '--eager', type: 'switch', default: false, group: 'system', help: '' },
    {
      name: 'template',
      flag: '--template',
      type: 'text',
      default: null,
      maxLength: 41,
      group: 'tokenizer',
      help: '',
    },
  ],
  slots: null,
  metrics: [{ name: 'a', aliases: ['b'], kind: 'gauge', aggregation: 'sum', help: '' }],
};
