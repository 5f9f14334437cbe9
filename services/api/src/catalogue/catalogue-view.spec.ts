import { describe, expect, it } from '@jest/globals';
import { FRAMEWORKS, HARDWARE } from '@tidegate/frameworks';
import { frameworkViews, hardwareViews } from './catalogue-view.ts';

const shown = (id: string) => frameworkViews.find((view) => view.id === id);

describe('the catalogue that a form is built from', () => {
  it('has every framework with all its arguments', () => {
    expect(frameworkViews.map(({ id, engineArguments }) => [id, engineArguments.length])).toEqual(
      FRAMEWORKS.map(({ id, engineArguments }) => [id, engineArguments.length]),
    );
  });

  it('says of an argument what a field of it needs', () => {
    const argument = (name: string) => shown('vllm')?.engineArguments.find((known) => known.name === name);
    expect(argument('dtype')).toMatchObject({ type: 'select', default: 'auto', group: 'model' });
    expect(argument('dtype')?.choices).toContain('bfloat16');
    expect(argument('maxModelLen')).toMatchObject({ type: 'integer', default: null, min: 1 });
    expect(argument('chatTemplate')).toMatchObject({ type: 'text', maxLength: 16_384, group: 'tokenizer' });
    expect(argument('enablePrefixCaching')).toMatchObject({ type: 'switch', default: true });
  });

  it('says how a framework is started, what it takes and what it tells', () => {
    expect(shown('vllm')).toMatchObject({
      drivers: [
        { driver: 'docker', gpus: 'required' },
        { driver: 'kubernetes', gpus: 'required' },
      ],
      needsImage: false,
      contextArgument: 'maxModelLen',
      slots: { argument: 'maxNumSeqs', default: 256 },
      canSleepWarm: true,
    });
    expect(shown('vllm')?.quantizations.map(({ id }) => id)).toContain('fp8');
    expect(
      shown('vllm')?.metrics.find(({ aliases }) => aliases.includes('vllm:gpu_cache_usage_perc'))?.kind,
    ).toBe('gauge');
    expect(shown('llama.cpp')?.drivers[0]).toEqual({ driver: 'process', gpus: 'none' });
    expect(shown('custom')).toMatchObject({ needsImage: true, tasks: null, images: [] });
  });

  it('has every hardware at the price of now, else at that of the catalogue', () => {
    const views = hardwareViews({ 'l4-1x': 36_000 });
    expect(views).toHaveLength(HARDWARE.length);
    const priceOf = (id: string) => views.find((view) => view.id === id)?.priceNanoUsdPerHour;
    expect([priceOf('l4-1x'), priceOf('t4-1x')]).toEqual(['36000', '432000000']);
    expect(views.find(({ id }) => id === 'h100-2x')).toMatchObject({ nvlink: true, spot: false });
    expect(views.find(({ id }) => id === 'h100-2x-spot')).toMatchObject({
      computeCapability: 90,
      spot: true,
      priceNanoUsdPerHour: '3168000000',
    });
    expect(views.find(({ id }) => id === 'cpu-1x')).toMatchObject({
      gpuTitle: null,
      computeCapability: null,
    });
  });
});
