import type { Line } from '../rating/line.ts';
import { sha256 } from '../ledger/books.spec-helper.ts';
import type { BillingPeriodClosed, CreditGranted, LedgerFact, UsageHourClosed } from '../ledger/facts.ts';
import { Replay } from '../ledger/replay.ts';

export const PROJECT = 'proj-000000000001';
const NO_PHASES = { pulling: 0n, loading: 0n, ready: 0n, idle: 0n, draining: 0n, sleeping: 0n };

export const idOf = (prefix: string, nth: number): string => `${prefix}-${String(nth).padStart(12, '0')}`;
const uuidOf = (nth: number): string => `00000000-0000-5000-8000-${String(nth).padStart(12, '0')}`;

export type LineGiven = Readonly<{
  replica: number;
  period: string;
  cost: number;
  endpoint?: number;
  projectId?: string;
  fromUs?: number;
  price?: number;
  sku?: string;
  billed?: boolean;
}>;

export const line = (given: LineGiven): Line => ({
  kind: 'usage',
  sourceId: idOf('repl', given.replica),
  replicaId: idOf('repl', given.replica),
  endpointId: idOf('endpt', given.endpoint ?? 1),
  projectId: given.projectId ?? PROJECT,
  revision: 1,
  sku: given.sku ?? 'h100-1x',
  simulated: false,
  period: given.period,
  fromUs: given.fromUs ?? 0,
  toUs: (given.fromUs ?? 0) + given.cost,
  open: false,
  priceNanoUsdPerHour: BigInt(given.price ?? 3_600_000_000),
  unit1024ths: 1024n,
  heldUs: BigInt(given.cost),
  phaseUs: { ...NO_PHASES, ready: BigInt(given.cost) },
  coveredUs: 0n,
  weightedUsThousandths: BigInt(given.cost) * 1000n,
  gpuThousandthsUs: BigInt(given.cost) * 1000n,
  vcpuMillisUs: 0n,
  costNanoUsd: given.billed === false ? 0n : BigInt(given.cost),
  burnWeight: 0n,
  billed: given.billed ?? true,
});

/** A log of money: what is known of usage is set, then something is closed. */
export class Log {
  lines: Line[] = [];
  readonly events: LedgerFact[] = [];
  readonly replay = new Replay(
    {
      due: () => this.lines.filter(({ billed, costNanoUsd }) => billed && costNanoUsd !== 0n),
      closedLines: ({ projectId, period }) =>
        this.lines.filter((item) => item.projectId === projectId && item.period === period),
    },
    sha256,
  );

  hour(toUs = 3_600_000_000): void {
    this.#take<UsageHourClosed>('UsageHourClosed', { fromUs: toUs - 3_600_000_000, toUs });
  }

  period(period: string): void {
    const fromUs = Date.parse(`${period}-01T00:00:00Z`) * 1000;
    this.#take<BillingPeriodClosed>('BillingPeriodClosed', {
      period,
      fromUs,
      toUs: fromUs + 28 * 86_400_000_000,
      timeZone: 'UTC',
    });
  }

  grant(nth: number, amount: number, expiresAtUs: number | null = null): void {
    this.#take<CreditGranted>('CreditGranted', {
      creditId: idOf('cred', nth),
      projectId: PROJECT,
      kind: 'prepaid',
      amountNanoUsd: String(amount),
      grantedAtUs: 0,
      expiresAtUs,
      note: '',
    });
  }

  #take<Fact extends LedgerFact>(type: Fact['type'], data: Fact['data']): void {
    const position = this.events.length + 1;
    const event = {
      type,
      data,
      id: uuidOf(position),
      position,
      streamId: 'closes',
      version: position,
      schemaVersion: 1,
      tenantId: null,
      correlationId: uuidOf(position),
      causationId: uuidOf(position),
      occurredAt: new Date(Date.UTC(2031, 5, 1) + position),
      meta: {},
    } as unknown as Fact;
    this.events.push(event);
    this.replay.take(event);
  }
}
