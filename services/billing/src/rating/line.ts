import type { Phase } from '@tidegate/contracts';
import { halfEven } from './half-even.ts';

export const LINE_KINDS = ['usage', 'commitment', 'add-on'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** What is priced beside hardware: an hour of a domain, and of a GiB that was asked for. */
export const CUSTOM_DOMAIN = 'custom-domain';
export const STORAGE_GIB = 'storage-gib';

/**
 * The unit of a bill, rounded once: one replica, commitment or add-on at one rate, by one plan, in one month. Quantities are exact.
 * No two lines have the same endpoint, source, sku and beginning.
 */
export type Line = Readonly<{
  kind: LineKind;
  /** Of usage and storage the replica’s id, of a commitment the endpoint’s, of a domain its name. */
  sourceId: string;
  replicaId: string | null;
  endpointId: string;
  projectId: string;
  revision: number | null;
  /** What has the price: the id of a hardware flavour, `custom-domain` or `storage-gib`. */
  sku: string;
  simulated: boolean;
  /** A month in the platform’s billing time zone, e.g. `2031-02`. */
  period: string;
  /** Right-open: the microsecond `toUs` belongs to what follows. */
  fromUs: number;
  toUs: number;
  /** It still grows. */
  open: boolean;
  priceNanoUsdPerHour: bigint;
  /** How much of what is priced, in 1024ths: 1024 for a replica or domain, 2048 for two committed replicas, the MiB of storage. */
  unit1024ths: bigint;
  /** From the placement on. Of a commitment or a domain: from its beginning on, and it has no phases. */
  heldUs: bigint;
  /** Their sum is what a replica held. */
  phaseUs: Readonly<Record<Phase, bigint>>;
  /** Of usage: what a commitment pays for, which costs nothing here. Of a commitment: the replicas’ time that it paid for. */
  coveredUs: bigint;
  /** What costs, in thousandths of a microsecond: time × weight, without what is covered. */
  weightedUsThousandths: bigint;
  /** From the start on, that is without pulling. Nothing but usage has any. */
  gpuThousandthsUs: bigint;
  vcpuMillisUs: bigint;
  costNanoUsd: bigint;
  /** While it grows: how a moment counts now, in thousandths, covered ones not at all. Of what has ended: 0. */
  burnWeight: bigint;
  /** False for a start that never became ready and is free: listed, and in no sum. */
  billed: boolean;
}>;

/** Microseconds of an hour × thousandths × 1024ths. */
const ONE_HOUR = 3_600_000_000n * 1000n * 1024n;

/** The one multiplication of a line, and the one place where an amount is rounded. */
export const amountOf = ({
  weightedUsThousandths,
  unit1024ths,
  priceNanoUsdPerHour,
}: Pick<Line, 'weightedUsThousandths' | 'unit1024ths' | 'priceNanoUsdPerHour'>): bigint =>
  halfEven(weightedUsThousandths * unit1024ths * priceNanoUsdPerHour, ONE_HOUR);

/** By endpoint, source, sku and beginning: the order in which lines are read. */
export const lineComesBefore = (a: Line, b: Line): boolean => {
  if (a.endpointId !== b.endpointId) return a.endpointId < b.endpointId;
  if (a.sourceId !== b.sourceId) return a.sourceId < b.sourceId;
  if (a.sku !== b.sku) return a.sku < b.sku;
  return a.fromUs < b.fromUs;
};
