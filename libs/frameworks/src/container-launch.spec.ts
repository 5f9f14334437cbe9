import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SAMPLE, acceptedArguments } from './arguments.spec-helper.ts';
import { FRAMEWORKS, canLaunch, frameworkOf } from './catalogue.ts';
import { type ContainerLaunchOptions, imageOf, renderContainerLaunch } from './container-launch.ts';
import { isReservedVariable } from './environment.ts';
import type { Framework } from './framework.ts';

const options: ContainerLaunchOptions = {
  model: 'owner/model',
  servedNames: ['chat', 'endpt-0123456789ab'],
  modelPath: null,
  modelRevision: null,
  quantization: null,
  engineArguments: {},
  environment: {},
  gpuModel: 'a100-80',
  gpuCount: 1,
  image: null,
  containerPort: null,
  healthPath: null,
};

const framework = (id: string): Framework => {
  const found = frameworkOf(id);
  if (found === null) throw new Error(`no framework ${id}`);
  return found;
};
const launchOf = (id: string, more: Partial<ContainerLaunchOptions> = {}) =>
  renderContainerLaunch(framework(id), { ...options, ...more });

describe('a container of vLLM', () => {
  it('serves a model of the hub under the endpoint’s names', () => {
    expect(launchOf('vllm')).toEqual({
      image: 'vllm/vllm-openai:v0.11.0',
      command: ['vllm', 'serve'],
      args: [
        'owner/model',
        ...['--served-model-name', 'chat', 'endpt-0123456789ab'],
        ...['--host', '0.0.0.0', '--port', '8000'],
      ],
      env: {
        HF_HOME: '/root/.cache/huggingface',
        HF_HUB_DISABLE_TELEMETRY: '1',
        VLLM_NO_USAGE_STATS: '1',
      },
      port: 8000,
      healthPath: '/health',
      metricsPath: '/metrics',
      metricsPort: null,
      cachePath: '/root/.cache/huggingface',
      sharedMemoryMib: 16_384,
    });
  });

  it('shares the model among its GPUs, in the way its user says where the user says one', () => {
    expect(launchOf('vllm', { gpuCount: 4 }).args).toEqual(
      expect.arrayContaining(['--tensor-parallel-size', '4']),
    );
    const { args } = launchOf('vllm', {
      gpuCount: 4,
      engineArguments: { tensorParallelSize: 2, pipelineParallelSize: 2 },
    });
    expect(args.filter((item) => item === '--tensor-parallel-size')).toHaveLength(1);
    expect(args).toEqual(
      expect.arrayContaining(['--tensor-parallel-size', '2', '--pipeline-parallel-size', '2']),
    );
  });

  it('is told a quantization that it makes itself, and not one that it sees', () => {
    expect(launchOf('vllm', { quantization: 'fp8' }).args).toEqual(
      expect.arrayContaining(['--quantization', 'fp8']),
    );
    expect(launchOf('vllm', { quantization: 'awq' }).args).not.toContain('--quantization');
    const own = launchOf('vllm', { quantization: 'fp8', engineArguments: { quantization: 'fp8' } }).args;
    expect(own.filter((item) => item === '--quantization')).toHaveLength(1);
  });

  it('takes weights that lie somewhere, and no revision of them', () => {
    const lying = launchOf('vllm', { modelPath: '/models/owner/model', modelRevision: 'main' }).args;
    expect(lying[0]).toBe('/models/owner/model');
    expect(lying).not.toContain('--revision');
    expect(launchOf('vllm', { modelRevision: 'v1' }).args).toEqual(
      expect.arrayContaining(['--revision', 'v1']),
    );
  });

  it('cannot be without a GPU, for there is no image', () => {
    expect(() => launchOf('vllm', { gpuCount: 0, gpuModel: null })).toThrow(
      'no image for a machine without GPUs',
    );
  });
});

describe('containers of the other frameworks', () => {
  it.each([
    ['sglang', ['--model-path', 'owner/model', '--served-model-name', 'chat', '--enable-metrics']],
    ['tgi', ['--model-id', 'owner/model', '--hostname', '0.0.0.0', '--port', '80']],
    ['tei', ['--model-id', 'owner/model', '--port', '80']],
    ['llama.cpp', ['--hf-repo', 'owner/model', '--alias', 'chat', '--metrics', '--n-gpu-layers', '999']],
  ])('of %s begin as they should', (id, items) => {
    const { args } = launchOf(id);
    expect(args).toEqual(expect.arrayContaining(items));
    expect(args).toEqual(expect.arrayContaining(['0.0.0.0']));
  });

  it.each([
    ['sglang', '--tp-size'],
    ['tgi', '--num-shard'],
  ])('of %s share the model by %s', (id, flag) => {
    expect(launchOf(id, { gpuCount: 2 }).args).toEqual(expect.arrayContaining([flag, '2']));
    expect(launchOf(id).args).not.toContain(flag);
  });

  it('of llama.cpp take the wanted kind of file, and the CPU’s image where there is no GPU', () => {
    const onCpu = launchOf('llama.cpp', { quantization: 'q5_k_m', gpuCount: 0, gpuModel: null });
    expect(onCpu.args).toEqual(expect.arrayContaining(['--hf-repo', 'owner/model:Q5_K_M']));
    expect(onCpu.args).not.toContain('--n-gpu-layers');
    expect(onCpu.image).toMatch(/:server-b\d+$/);
    expect(launchOf('llama.cpp').image).toMatch(/:server-cuda-b\d+$/);
    expect(launchOf('llama.cpp', { engineArguments: { nGpuLayers: 20 } }).args).toEqual(
      expect.arrayContaining(['--n-gpu-layers', '20']),
    );
    expect(() => launchOf('llama.cpp', { engineArguments: { queueLimit: 3 } })).toThrow('only in a process');
  });

  it('of Triton serve a repository, and nothing without one', () => {
    const { args, metricsPort, port } = launchOf('triton', { modelPath: '/models/repository' });
    expect(args).toEqual([
      'tritonserver',
      ...['--model-repository', '/models/repository', '--http-address', '0.0.0.0', '--http-port', '8000'],
      ...['--metrics-port', '8002'],
    ]);
    expect({ metricsPort, port }).toEqual({ metricsPort: 8002, port: 8000 });
    expect(() => launchOf('triton')).toThrow('triton needs a modelPath');
  });

  it('of TEI have an image for each kind of GPU', () => {
    const tei = framework('tei');
    expect(imageOf(tei, { gpuModel: 't4', gpuCount: 1 })).toContain(':turing-');
    expect(imageOf(tei, { gpuModel: 'l4', gpuCount: 1 })).toContain(':89-');
    expect(imageOf(tei, { gpuModel: null, gpuCount: 0 })).toContain(':cpu-');
    expect(imageOf(tei, { gpuModel: 'v100', gpuCount: 1 })).toBeNull();
  });
});

describe('a container with an image of its user', () => {
  const image = { reference: 'registry.example/own@sha256:aa', command: null };

  it('is told where to listen and what to serve', () => {
    const launch = launchOf('custom', {
      image,
      containerPort: 9000,
      healthPath: '/up',
      environment: { A: 'b' },
    });
    expect(launch).toMatchObject({
      image: 'registry.example/own@sha256:aa',
      command: null,
      args: [],
      env: { A: 'b', PORT: '9000', MODEL_ID: 'owner/model', MODEL_NAME: 'chat' },
      port: 9000,
      healthPath: '/up',
      metricsPath: null,
    });
  });

  it('cannot be without the image', () => {
    expect(() => launchOf('custom')).toThrow('needs one from its user');
    expect(() => launchOf('pytorch')).toThrow('needs one from its user');
  });

  it('may be another build of an engine: it gets the same arguments', () => {
    const own = launchOf('vllm', { image });
    expect(own).toEqual({ ...launchOf('vllm'), image: image.reference });
  });

  it('starts exactly what its user says, where the user says it', () => {
    const { command, args } = launchOf('vllm', { image: { ...image, command: ['python3', 'serve.py'] } });
    expect({ command, args }).toEqual({ command: ['python3', 'serve.py'], args: [] });
  });
});

describe('a container template', () => {
  const sample = (more: Partial<ContainerLaunchOptions> = {}) =>
    renderContainerLaunch(SAMPLE, { ...options, ...more });

  it('is filled with what the replica has', () => {
    expect(
      sample({ gpuCount: 2, quantization: 'h8', modelRevision: 'main', gpuModel: 'h100' }),
    ).toMatchObject({
      image: 'registry.example/sample:1-h100',
      args: [
        ...[
          '--hub',
          'owner/model:H8',
          '--revision',
          'main',
          '--name',
          'chat',
          '--name',
          'endpt-0123456789ab',
        ],
        ...['--host', '0.0.0.0', '--port', '8080', '--max-len', '2', '--gpu', '--dtype', 'half'],
      ],
      env: { SAMPLE_HOME: '/sample', PORT: '8080', MODEL: 'owner/model', NAME: 'chat' },
    });
    const lying = sample({
      modelPath: '/m',
      engineArguments: { share: 0.5, dtype: 'auto' },
      quantization: 'h8',
    });
    expect(lying.args.slice(0, 2)).toEqual(['--model', '/m']);
    expect(lying.args).not.toContain('--gpu');
    expect(lying.args).not.toContain('half');
    expect(lying.env['MODEL']).toBe('/m');
  });

  it('that is not there cannot be filled', () => {
    expect(() => renderContainerLaunch(framework('engine-double'), options)).toThrow(
      'cannot run in a container',
    );
  });

  it('shows no GPU to a replica that was given none', () => {
    expect(sample({ gpuCount: 0, gpuModel: null }).env['NVIDIA_VISIBLE_DEVICES']).toBe('void');
    expect(sample().env).not.toHaveProperty('NVIDIA_VISIBLE_DEVICES');
  });

  it.each([
    [{ model: '--trust-remote-code' }, 'a model must not'],
    [{ model: '' }, 'a model must not'],
    [{ modelPath: '-x' }, 'a path must not'],
    [{ modelRevision: '--seed' }, 'a revision must not'],
    [{ servedNames: ['--x'] }, 'a name must not'],
    [{ model: 'a\nb' }, 'a model must not'],
    [{ image: { reference: '-v', command: null } }, 'an image must not'],
  ])('lets nobody pass a flag for a value: %j', (more, message) => {
    expect(() => sample(more)).toThrow(message);
  });
});

describe('any container launch', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9/][ -~]{0,30}$/);
  const entries = FRAMEWORKS.filter((entry) => canLaunch(entry, 'docker'));

  it.each(entries)('of $id keeps each value an item of its own', (entry) => {
    const inputs = fc.record({
      model: text,
      modelPath: text,
      engineArguments: acceptedArguments(entry, 'container'),
      environment: fc.dictionary(fc.constantFrom('A', 'PATH', 'NVIDIA_VISIBLE_DEVICES', 'LD_X'), text),
      gpuCount: fc.constantFrom(0, 1, 2, 8),
      quantization: fc.constantFrom(null, ...(entry.quantization?.choices ?? []).map(({ id }) => id)),
    });
    fc.assert(
      fc.property(inputs, (given) => {
        const image = { reference: 'own', command: null };
        const { args, env } = renderContainerLaunch(entry, { ...options, image, ...given });
        for (const [name, value] of Object.entries(given.engineArguments))
          if (typeof value === 'string') expect([name, args.includes(value)]).toEqual([name, true]);
        const flags = args.filter((item) => item.startsWith('-'));
        expect(new Set(flags).size).toBe(flags.length);
        for (const name of Object.keys(given.environment))
          if (name !== 'NVIDIA_VISIBLE_DEVICES')
            expect(env[name]).toBe(isReservedVariable(name) ? undefined : given.environment[name]);
        expect(env['NVIDIA_VISIBLE_DEVICES']).toBe(given.gpuCount === 0 ? 'void' : undefined);
      }),
    );
  });
});
