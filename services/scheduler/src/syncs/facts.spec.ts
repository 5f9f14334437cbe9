import { describe, expect, it } from '@jest/globals';
import type { ReplicaFact } from '@tidegate/contracts';
import { commandOf, inOrderOfLife, onSimulatedGpus } from './facts.ts';

const fact = (kind: ReplicaFact['kind'], change: Partial<ReplicaFact> = {}): ReplicaFact => ({
  replicaId: 'repl-00000000000a',
  kind,
  monotonicUs: 500,
  port: null,
  cause: null,
  exitCode: null,
  lastLines: [],
  ...change,
});
const teller = {
  nodeId: 'node-00000000000a',
  address: '10.0.0.7',
  clockOffsetUs: 1_000_000,
  simulated: false,
};

describe('facts of one replica', () => {
  it('are taken in the order of a life', () => {
    const told = [fact('stopped'), fact('ready', { port: 1 }), fact('started')];
    expect(inOrderOfLife(told).map(({ kind }) => kind)).toEqual(['started', 'ready', 'stopped']);
  });
  it('get the control plane’s time', () => {
    expect(commandOf(fact('started'), teller)).toMatchObject({ type: 'RecordStarted', atUs: 1_000_500 });
  });
  it('say where a ready one listens', () => {
    expect(commandOf(fact('ready', { port: 8123 }), teller)).toMatchObject({ host: '10.0.0.7', port: 8123 });
  });
  it('are passed over when a ready one does not listen anywhere', () => {
    expect(commandOf(fact('ready'), teller)).toBeUndefined();
  });
});

describe('simulated GPUs', () => {
  const gpu = (index: number, simulated: boolean) => ({
    index,
    model: 'H100',
    memoryMib: 81_920,
    simulated,
    island: null,
  });
  const capacity = { vcpuMillis: 1, memoryMib: 1, diskMib: 1, gpus: [gpu(0, false), gpu(1, true)] };
  it('mark a replica that holds one', () => {
    expect(onSimulatedGpus(capacity, [1])).toBe(true);
  });
  it('do not mark one that holds none', () => {
    expect(onSimulatedGpus(capacity, [0])).toBe(false);
    expect(onSimulatedGpus(capacity, [])).toBe(false);
  });
});
