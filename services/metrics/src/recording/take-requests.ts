import type { EventNamed, RequestColumns } from '@tidegate/contracts';
import type { OpenSteps } from './open-steps.ts';
import { type Series, endpointSeries, replicaSeries } from './series.ts';

type Recorded = Omit<EventNamed<'RequestsRecorded'>['data'], 'records' | 'count'>;

/** Batches of one gateway that come twice come soon after each other. */
const REMEMBERED = 256;
const MOST_GATEWAYS = 1000;

/** Takes the access log as it passes. A request counts when it has ended, for its endpoint and the replica that had it last. */
export class TakeRequests {
  /** The last batches by gateway. */
  readonly #seen = new Map<string, Set<number>>();

  constructor(
    private readonly steps: OpenSteps,
    private readonly isKnown: (endpointId: string) => boolean,
  ) {}

  /** @param nowUs nothing ended later, whatever clock says so */
  take(batch: RequestColumns, { gatewayId, sequence, lost }: Recorded, nowUs: number): void {
    if (!this.#isNew(gatewayId, sequence)) return;
    for (let n = 0; n < batch.count; n++) this.#request(batch, n, nowUs);
    for (const { endpointId, requests, untilUs } of lost)
      if (this.isKnown(endpointId))
        this.steps.count(endpointSeries(endpointId), Math.min(untilUs, nowUs), 'unrecorded', requests);
  }

  #request(batch: RequestColumns, n: number, nowUs: number): void {
    const word = (column: readonly number[]): string => batch.words[column[n] ?? 0] ?? '';
    const endpointId = word(batch.endpointId);
    if (!this.isKnown(endpointId)) return;
    const durationUs = at(batch.durationUs, n);
    const endedAtUs = (batch.fromMs + (batch.sinceMs[n] ?? 0)) * 1000 + durationUs;
    const request: Request = {
      batch,
      n,
      atUs: Math.min(endedAtUs, nowUs),
      durationUs,
      outcome: word(batch.outcome),
    };
    const replicaId = word(batch.replicaId);
    this.#add(endpointSeries(endpointId), request);
    this.steps.count(endpointSeries(endpointId), request.atUs, `code:${String(at(batch.status, n))}`);
    if (replicaId !== '') this.#add(replicaSeries(endpointId, replicaId), request);
  }

  #add(series: Series, { batch, n, atUs, durationUs, outcome }: Request): void {
    const { steps } = this;
    steps.count(series, atUs, 'requests');
    if (at(batch.status, n) >= 500 || outcome === 'cut') steps.count(series, atUs, 'errors');
    steps.count(series, atUs, 'prompt_tokens', at(batch.promptTokens, n));
    steps.count(series, atUs, 'completion_tokens', at(batch.completionTokens, n));
    // A refusal is quick, and no latency of the endpoint.
    if (outcome === 'refused') return;
    steps.time(series, atUs, 'latency', durationUs);
    const firstByteUs = batch.firstByteUs[n] ?? -1;
    if (firstByteUs >= 0) steps.time(series, atUs, 'ttft', firstByteUs);
    const wakeUs = at(batch.wakeUs, n);
    steps.time(series, atUs, 'queue', at(batch.queueUs, n));
    if (wakeUs > 0) steps.time(series, atUs, 'wake', wakeUs);
  }

  #isNew(gatewayId: string, sequence: number): boolean {
    const seen = this.#seen.get(gatewayId) ?? new Set();
    if (seen.has(sequence)) return false;
    seen.add(sequence);
    for (const first of seen) if (seen.size > REMEMBERED) seen.delete(first);
    // The gateway heard of last stands last.
    this.#seen.delete(gatewayId);
    this.#seen.set(gatewayId, seen);
    for (const oldest of this.#seen.keys()) if (this.#seen.size > MOST_GATEWAYS) this.#seen.delete(oldest);
    return true;
  }
}

type Request = Readonly<{
  batch: RequestColumns;
  n: number;
  atUs: number;
  durationUs: number;
  outcome: string;
}>;

/** What is not known counts nothing. */
const at = (column: readonly number[], n: number): number => Math.max(0, column[n] ?? 0);
