import { describe, expect, it } from '@jest/globals';
import { modelsOf, parameters } from './models.ts';

const endpoint = (id: string, model: string, framework: string, ready: number) =>
  ({
    id,
    model,
    framework,
    hardware: { id: 'h100-1x' },
    replicas: { ready, desired: ready },
  }) as unknown as Parameters<typeof modelsOf>[0][number];

describe('models', () => {
  it('are told once, with all that serves them', () => {
    const models = modelsOf([
      endpoint('1', 'b/b', 'vllm', 1),
      endpoint('2', 'a/a', 'tgi', 0),
      endpoint('3', 'b/b', 'sglang', 2),
    ]);
    expect(models.map(({ model, frameworks, ready }) => [model, frameworks, ready])).toEqual([
      ['a/a', ['tgi'], 0],
      ['b/b', ['sglang', 'vllm'], 3],
    ]);
  });
  it('have parameters in words', () => {
    expect(parameters(8_400_000_000)).toBe('8.4 B');
    expect(parameters(350_000_000)).toBe('350 M');
  });
});
