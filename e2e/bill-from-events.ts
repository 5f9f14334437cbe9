import type { LogEvent } from './platform.ts';

type Held = Readonly<{
  hardware: { id: string; gpuCount: number; gpuThousandths: number; vcpuMillis: number };
  startedAtUs: number;
}>;
export type Bill = { costNanoUsd: bigint; gpuMicroseconds: bigint; vcpuMillisMicroseconds: bigint };

const HOUR_US = 3_600_000_000n;

/**
 * What replicas that have all ended cost, computed from their events alone and independently of the billing service:
 * microseconds held × nano-dollars per hour, rounded half to even once for each replica.
 */
export const billFromEvents = (
  events: readonly LogEvent[],
  priceNanoUsdPerHour: ReadonlyMap<string, bigint>,
): Bill => {
  const held = new Map<string, Held>();
  const bill: Bill = { costNanoUsd: 0n, gpuMicroseconds: 0n, vcpuMillisMicroseconds: 0n };
  for (const { type, data } of events) {
    const replicaId = String(data['replicaId']);
    if (type === 'ReplicaStarted') held.set(replicaId, data as unknown as Held);
    const start = held.get(replicaId);
    if (type !== 'ReplicaStopped' || !start || data['neverReady'] === true) continue;
    const us = BigInt(Number(data['stoppedAtUs']) - start.startedAtUs);
    const { id, gpuCount, gpuThousandths, vcpuMillis } = start.hardware;
    bill.gpuMicroseconds += (us * BigInt(gpuCount) * BigInt(gpuThousandths)) / 1000n;
    bill.vcpuMillisMicroseconds += us * BigInt(vcpuMillis);
    bill.costNanoUsd += halfEven(us * (priceNanoUsdPerHour.get(id) ?? 0n), HOUR_US);
  }
  return bill;
};

const halfEven = (numerator: bigint, denominator: bigint): bigint => {
  const [whole, rest] = [numerator / denominator, numerator % denominator];
  const twice = rest * 2n;
  if (twice > denominator || (twice === denominator && whole % 2n === 1n)) return whole + 1n;
  return whole;
};
