import type { SizedHardware, SizingView } from '../sizing/sizing-view.ts';
import type { Facts } from './facts.ts';

/** A project with room, at a fixed time. */
export const facts = (more: Partial<Facts> = {}): Facts => ({
  base: null,
  kept: { secrets: {}, credentials: null },
  at: '2030-01-01T00:00:00.000Z',
  quota: { maxReplicas: 5, gpusLeft: 16, gpusInAll: 16, priority: 50 },
  securityGroups: new Set(['sgrp-0123456789ab']),
  resultTargetProblem: null,
  sizing: null,
  ...more,
});

/** What sizing says of a model for which this hardware was found; null: it fits on none. */
export const sizing = (hardwareId: string | null, more: Partial<SizingView> = {}): SizingView => {
  const fit: SizedHardware = {
    hardwareId: hardwareId ?? 'cpu-1x',
    fits: hardwareId !== null,
    tensorParallel: null,
    utilisationPercent: 50,
    neededMib: 1,
    usableMib: 2,
    priceNanoUsdPerHour: '1',
    message: hardwareId === null ? 'Does not fit: too small.' : 'Fits.',
    engineArguments: {},
  };
  return {
    model: 'a/b',
    framework: 'vllm',
    source: 'safetensors',
    confidence: 'exact',
    parameters: 1,
    activeParameters: null,
    quantization: null,
    bitsPerWeight: 16,
    weightsMib: 1,
    kvCacheMib: 1,
    contextTokens: 1,
    modelContextTokens: 1,
    concurrency: 1,
    diskMib: 1,
    recommended: hardwareId === null ? null : fit,
    hardware: [fit],
    hints: [],
    warnings: [],
    explanation: 'too large for any',
    ...more,
  };
};
