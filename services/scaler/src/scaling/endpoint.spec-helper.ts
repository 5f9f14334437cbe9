import type { ScalingSpec } from '@tidegate/contracts';
import { endpointSpec } from '@tidegate/testing';
import { NEVER_IDLE } from '../idleness/load.ts';
import { EndpointWatch } from '../observation/endpoint-watch.ts';
import { type Decision, decide } from './decide.ts';
import type { Tracked } from './fleet.ts';
import { Replicas } from './replicas.ts';

export const START_US = 1_700_000_000_000_000;
export type Moment = Readonly<{ inFlight: number; waiting: number; requests: number }>;

export const scalingWith = (scaling: Partial<ScalingSpec> = {}): ScalingSpec =>
  endpointSpec({ scaling }).scaling;

export const trackedWith = (scaling: ScalingSpec, ready = 0): Tracked => ({
  endpointId: 'endpt-000000000001',
  projectId: 'proj-000000000001',
  revision: 1,
  scaling,
  framework: 'engine-double',
  wish: 'serve',
  wishedBy: { id: '', correlationId: '' },
  startsNext: null,
  current: ready,
  version: 0,
  decidedAtUs: START_US,
  isStarved: false,
  committedUntilUs: 0,
  wokenAtUs: null,
  replicas: new Replicas({
    all: Array.from({ length: ready }, (_, n) => ({
      replicaId: `repl-${String(n).padStart(12, '0')}`,
      askedAtUs: START_US + n,
      isDelayed: false,
      phase: 'ready' as const,
    })),
    startSeconds: [],
  }),
  readySinceUs: ready > 0 ? START_US : null,
  traffic: { visible: true, version: 0 },
  load: NEVER_IDLE,
});

/** An endpoint of which every decision is carried out: starts take two seconds, stops none. One look each second. */
export class Life {
  readonly watch = new EndpointWatch();
  readonly decisions: Decision[] = [];
  readonly tracked: Tracked;
  #second = 0;
  #totals = { requestsTotal: 0, finishedTotal: 0, servedSecondsTotal: 0 };

  constructor(scaling: Partial<ScalingSpec> = {}, ready = 0) {
    this.tracked = trackedWith(scalingWith(scaling), ready);
  }

  get nowUs(): number {
    return START_US + this.#second * 1_000_000;
  }

  /** @returns the decision of this second; null: the count stays */
  pass({ inFlight, waiting, requests }: Moment): Decision | null {
    this.#second++;
    this.#totals = {
      requestsTotal: this.#totals.requestsTotal + requests,
      finishedTotal: this.#totals.finishedTotal + requests,
      servedSecondsTotal: this.#totals.servedSecondsTotal + inFlight,
    };
    this.watch.add({
      source: 'a',
      atUs: this.nowUs,
      inFlight,
      waiting,
      ...this.#totals,
      replicasInFlight: null,
    });
    this.#start();
    const { scaling, wish } = this.tracked;
    const decision = decide(
      { scaling, wish, atSeconds: this.nowUs / 1e6 },
      this.watch.look(this.tracked, this.nowUs, true),
    );
    if (decision) this.#carryOut(decision);
    return decision;
  }

  keep(seconds: number, moment: Moment): Decision[] {
    const from = this.decisions.length;
    for (let n = 0; n < seconds; n++) this.pass(moment);
    return this.decisions.slice(from);
  }

  #start(): void {
    const { tracked, nowUs } = this;
    if (tracked.replicas.readyCount >= tracked.current || nowUs - tracked.decidedAtUs < 2_000_000) return;
    for (let n = tracked.replicas.readyCount; n < tracked.current; n++)
      tracked.replicas.becameReady(`repl-${String(this.#second)}-${String(n)}`, nowUs);
    tracked.readySinceUs ??= nowUs;
  }

  #carryOut(decision: Decision): void {
    this.decisions.push(decision);
    const { tracked } = this;
    tracked.current = decision.to;
    tracked.decidedAtUs = this.nowUs;
    if (decision.from === 0) tracked.wokenAtUs = this.nowUs;
    for (const { replicaId } of tracked.replicas.ready().slice(decision.to))
      tracked.replicas.stopped(replicaId);
    if (tracked.replicas.readyCount === 0) tracked.readySinceUs = null;
  }
}
