import { type Endpoint, endpointOf } from '../metering/endpoint.ts';
import {
  type EndpointFact,
  type EndpointTraces,
  factAtUs,
  withEndpointEvent,
} from '../metering/endpoint-traces.ts';
import { type Holding, holdingOf, type ReplicaFact, type Traces, withEvent } from '../metering/holding.ts';
import { FOREVER_US } from '../metering/span.ts';
import type { Dues } from '../usage/due.ts';
import type { Card } from './card.ts';
import { lastingLines, replicasLines } from './endpoint-lines.ts';
import type { Line } from './line.ts';

/** The facts of one endpoint and its replicas, and the lines of those that have ended. */
export class EndpointFacts {
  readonly #replicas = new Map<string, Traces>();
  /** Those that have not ended, and those of which something new was said since. */
  readonly #open = new Set<string>();
  readonly #stale = new Set<string>();
  readonly #settled = new Map<string, readonly Line[]>();
  #traces: EndpointTraces;
  #endpoint: Endpoint;
  readonly projectId: string;

  constructor(endpointId: string, projectId: string) {
    this.projectId = projectId;
    this.#traces = { endpointId, projectId, terms: [], marks: [] };
    this.#endpoint = endpointOf(this.#traces);
  }

  addOfReplica(fact: ReplicaFact): void {
    const { replicaId } = fact.data;
    const traces = withEvent(this.#replicas.get(replicaId), fact);
    this.#replicas.set(replicaId, traces);
    if (traces.stop) this.#open.delete(replicaId);
    else this.#open.add(replicaId);
    this.#stale.add(replicaId);
    if (this.#endpoint.commitments.length > 0) this.forget();
  }

  add(fact: EndpointFact): void {
    const hadCommitments = this.#endpoint.commitments.length > 0;
    this.#traces = withEndpointEvent(this.#traces, fact);
    this.#endpoint = endpointOf(this.#traces);
    if (hadCommitments || this.#endpoint.commitments.length > 0) this.forget();
    else this.#forgetSince(factAtUs(fact), 'revision' in fact.data ? fact.data.revision : null);
  }

  /** Nothing is taken for rated any more: a price, a plan or who is covered has changed. */
  forget(): this {
    for (const replicaId of this.#replicas.keys()) this.#stale.add(replicaId);
    return this;
  }

  /** Rates what has ended, where something new is known, and brings the sums up to it. */
  settle(card: Card, sums: Dues): void {
    const ended: Holding[] = [];
    for (const replicaId of this.#stale) {
      for (const line of this.#settled.get(replicaId) ?? []) if (line.billed) sums.add(line, -1);
      this.#settled.delete(replicaId);
      const holding = this.#open.has(replicaId) ? null : this.#holding(replicaId);
      if (holding) ended.push(holding);
    }
    this.#stale.clear();
    if (ended.length === 0) return;
    const lines = replicasLines(this.#endpoint, { wanted: ended, all: this.#all() }, card, FOREVER_US);
    for (const [replicaId, own] of Map.groupBy(lines, ({ sourceId }) => sourceId))
      this.#settled.set(replicaId, own);
    sums.addLines(lines);
  }

  *settledLines(): Generator<Line> {
    for (const lines of this.#settled.values()) yield* lines;
  }

  /** Of replicas that have not ended, and of commitments and domains. */
  growingLines(card: Card, nowUs: number): Line[] {
    const { commitments, domains } = this.#endpoint;
    if (this.#open.size + commitments.length + domains.length === 0) return [];
    const wanted = [...this.#open].flatMap((replicaId) => this.#holding(replicaId) ?? []);
    const all = this.#all();
    return [
      ...replicasLines(this.#endpoint, { wanted, all }, card, nowUs),
      ...lastingLines(this.#endpoint, all, card, nowUs),
    ];
  }

  /** Who is covered depends on the others; where nobody is, they do not matter. */
  #all(): Holding[] {
    if (this.#endpoint.commitments.length === 0) return [];
    return [...this.#replicas.values()].flatMap((traces) => holdingOf(traces) ?? []);
  }

  #holding(replicaId: string): Holding | null {
    const traces = this.#replicas.get(replicaId);
    return traces ? holdingOf(traces) : null;
  }

  #forgetSince(atUs: number, revision: number | null): void {
    for (const [replicaId, traces] of this.#replicas)
      if ((traces.stop && traces.stop.atUs > atUs) || traces.revision === revision)
        this.#stale.add(replicaId);
  }
}
