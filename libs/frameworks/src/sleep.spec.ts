import { describe, expect, it } from '@jest/globals';
import { FRAMEWORKS, canLaunch, frameworkOf } from './catalogue.ts';
import { renderContainerLaunch } from './container-launch.ts';
import { closedPathsOf, sleepOf } from './sleep.ts';

const [vllm, llama, double] = ['vllm', 'llama.cpp', 'engine-double'].map((id) => frameworkOf(id)!);

describe('how a replica sleeps', () => {
  it('is its engine’s to do, else its driver’s', () => {
    expect(sleepOf(vllm!, 'docker')).toBe('unloaded');
    expect(sleepOf(vllm!, 'kubernetes')).toBe('unloaded');
    expect(sleepOf(llama!, 'docker')).toBe('frozen');
    expect(sleepOf(double!, 'process')).toBe('frozen');
  });

  it('is not at all where neither can', () => {
    expect(sleepOf(llama!, 'kubernetes')).toBeNull();
    expect(sleepOf(vllm!, 'process')).toBeNull();
  });

  it('is its driver’s where its user starts something else', () => {
    expect(sleepOf(vllm!, 'docker', { ownCommand: true })).toBe('frozen');
    expect(sleepOf(vllm!, 'kubernetes', { ownCommand: true })).toBeNull();
  });

  it.each(FRAMEWORKS)('is known of $id for every driver that launches it', (framework) => {
    for (const driver of ['process', 'docker'] as const)
      expect(sleepOf(framework, driver) === null).toBe(!canLaunch(framework, driver));
  });
});

describe('the launch of an engine that may fall asleep', () => {
  const options = {
    model: 'acme/words',
    modelPath: null,
    modelRevision: null,
    quantization: null,
    engineArguments: { enableSleepMode: false },
    environment: { VLLM_SERVER_DEV_MODE: '0' },
    gpuModel: null,
    gpuCount: 1,
    image: null,
    containerPort: null,
    healthPath: null,
  };

  it('says so to the engine, whatever its user said', () => {
    const { args, env } = renderContainerLaunch(vllm!, { ...options, sleepMode: 'warm' });
    expect(args).toContain('--enable-sleep-mode');
    expect(env['VLLM_SERVER_DEV_MODE']).toBe('1');
  });

  it('says nothing of it where it need not sleep, or is not known to be the engine', () => {
    for (const change of [
      { sleepMode: 'cold' as const },
      {},
      { sleepMode: 'warm' as const, image: { reference: 'mine:1', command: ['serve'] } },
    ]) {
      const { args, env } = renderContainerLaunch(vllm!, { ...options, ...change });
      expect(args).not.toContain('--enable-sleep-mode');
      expect(env['VLLM_SERVER_DEV_MODE']).toBe('0');
    }
  });

  it('opens paths that are closed to callers', () => {
    expect(closedPathsOf(vllm!, { sleepMode: 'warm' })).toEqual(
      expect.arrayContaining(['/sleep', '/wake_up', '/is_sleeping', '/collective_rpc']),
    );
    expect(closedPathsOf(vllm!, { sleepMode: 'cold' })).toEqual([]);
    expect(closedPathsOf(vllm!, { sleepMode: 'warm', ownCommand: true })).toEqual([]);
    expect(closedPathsOf(llama!, { sleepMode: 'warm' })).toEqual([]);
  });
});
