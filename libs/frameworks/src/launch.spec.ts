import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SAMPLE, acceptedArguments } from './arguments.spec-helper.ts';
import { FRAMEWORKS, canLaunch, frameworkOf } from './catalogue.ts';
import { checkEnvironment, isReservedVariable } from './environment.ts';
import type { Framework } from './framework.ts';
import { renderProcessLaunch, type ProcessLaunchOptions } from './launch.ts';

const options: ProcessLaunchOptions = {
  model: 'tidegate/demo',
  modelPath: '/models/tiny.gguf',
  engineArguments: {},
  environment: {},
  host: '127.0.0.1',
  port: 4000,
  gpuIndices: [],
  engines: { llamacpp: '/engines/llamacpp.js', double: '/engines/double.js' },
  nodeBinary: '/bin/node',
};

const framework = (id: string): Framework => {
  const found = frameworkOf(id);
  if (found === null) throw new Error(`no framework ${id}`);
  return found;
};

describe('the launch of llama.cpp as a process', () => {
  it('is our engine with the model, its name, its address and what the user asked for', () => {
    expect(
      renderProcessLaunch(framework('llama.cpp'), { ...options, engineArguments: { parallel: 2 } }),
    ).toEqual({
      command: '/bin/node',
      args: [
        '/engines/llamacpp.js',
        ...['--model', '/models/tiny.gguf', '--alias', 'tidegate/demo'],
        ...['--host', '127.0.0.1', '--port', '4000', '--parallel', '2'],
      ],
      env: { CUDA_DEVICE_ORDER: 'PCI_BUS_ID', CUDA_VISIBLE_DEVICES: '' },
      healthPath: '/health',
      metricsPath: '/metrics',
    });
  });

  it('cannot be without a model file', () => {
    expect(() => renderProcessLaunch(framework('llama.cpp'), { ...options, modelPath: null })).toThrow(
      'modelPath',
    );
  });

  it('cannot be on a machine that lacks the engine', () => {
    expect(() => renderProcessLaunch(framework('llama.cpp'), { ...options, engines: {} })).toThrow(
      'llamacpp',
    );
  });
});

describe('the launch of the simulated engine', () => {
  it('answers under every name that the endpoint has', () => {
    const servedNames = ['hello', 'endpt-0123456789ab'];
    const { args } = renderProcessLaunch(framework('engine-double'), {
      ...options,
      servedNames,
      modelPath: null,
    });
    expect(args.slice(1, 7)).toEqual([
      ...['--model', 'tidegate/demo', '--served-model-name', 'hello'],
      ...['--served-model-name', 'endpt-0123456789ab'],
    ]);
  });
});

describe('a launch template', () => {
  it('may hold literals, a command, and several values behind one flag', () => {
    const launch = renderProcessLaunch(SAMPLE, { ...options, servedNames: ['a', 'b'] });
    expect([launch.command, ...launch.args]).toEqual([
      ...['sample', 'serve', '--model', 'tidegate/demo', '--names', 'a', 'b'],
    ]);
    expect(launch.env).toMatchObject({ SAMPLE_HOME: '/sample' });
  });

  it('that is not there, or is an image, is no process', () => {
    expect(() => renderProcessLaunch({ ...SAMPLE, launch: {} }, options)).toThrow('cannot run as a process');
    const image: Framework = {
      ...SAMPLE,
      launch: {
        process: {
          program: { kind: 'image', entrypoint: null },
          args: [],
          environment: {},
          gpus: 'none',
        },
      },
    };
    expect(() => renderProcessLaunch(image, options)).toThrow('from an image');
  });
});

describe('the environment of a replica', () => {
  const environment = { HF_TOKEN: 't', CUDA_VISIBLE_DEVICES: '0,1', TIDEGATE_HOME: '/', LD_PRELOAD: 'x' };

  it('names its GPUs, whatever the user says', () => {
    const { env } = renderProcessLaunch(SAMPLE, { ...options, environment, gpuIndices: [2, 5] });
    expect(env).toEqual({
      SAMPLE_HOME: '/sample',
      HF_TOKEN: 't',
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      CUDA_VISIBLE_DEVICES: '2,5',
    });
  });

  it('is refused with every problem at once', () => {
    expect(checkEnvironment({ ...environment, '1A': '', B: 3, C: 'a\0b', D: 'd'.repeat(40_000) })).toEqual([
      {
        pointer: '/environment/CUDA_VISIBLE_DEVICES',
        message: 'CUDA_VISIBLE_DEVICES is set by the platform',
      },
      { pointer: '/environment/TIDEGATE_HOME', message: 'TIDEGATE_HOME is set by the platform' },
      { pointer: '/environment/LD_PRELOAD', message: 'LD_PRELOAD is set by the platform' },
      {
        pointer: '/environment/1A',
        message: 'a variable is a letter or underscore, then letters, digits and underscores',
      },
      { pointer: '/environment/B', message: 'B must be a text' },
      { pointer: '/environment/C', message: 'C must not contain a zero character' },
      { pointer: '/environment/D', message: 'D must be at most 32768 characters' },
    ]);
    expect(checkEnvironment({ HF_TOKEN: 't', _X1: '' })).toEqual([]);
  });
});

describe('any launch', () => {
  const anyText = fc.string({ minLength: 1, maxLength: 30 });
  const anyEnvironment = fc.dictionary(fc.constantFrom('A', 'PATH', 'CUDA_VISIBLE_DEVICES', 'LD_X'), anyText);

  const asProcess = FRAMEWORKS.filter((entry) => canLaunch(entry, 'process'));

  it.each(asProcess)('of $id keeps each value an item of its own, and its own flags its own', (entry) => {
    const inputs = fc.record({
      model: anyText,
      modelPath: anyText,
      host: anyText,
      engineArguments: acceptedArguments(entry),
      environment: anyEnvironment,
    });
    fc.assert(
      fc.property(inputs, (given) => {
        const { args, env } = renderProcessLaunch(entry, { ...options, ...given });
        for (const value of [given.model, given.host, ...Object.values(given.engineArguments)])
          if (typeof value === 'string') expect(args).toContain(value);
        for (const name of Object.keys(given.environment))
          expect(env[name]).toBe(
            name === 'CUDA_VISIBLE_DEVICES'
              ? ''
              : isReservedVariable(name)
                ? undefined
                : given.environment[name],
          );
        expect(args.slice(1).length).toBe(
          renderProcessLaunch(entry, { ...options, engineArguments: given.engineArguments }).args.slice(1)
            .length,
        );
      }),
    );
  });
});
