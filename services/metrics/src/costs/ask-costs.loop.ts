import { Injectable, Logger } from '@nestjs/common';
import { type UsageReport, reportQuestions } from '@tidegate/contracts';
import { Asker, Clock } from '@tidegate/eventing/nest';
import { setTimeout as pause } from 'node:timers/promises';
import { FleetStore } from '../fleet/fleet.store.ts';
import { Costs } from './costs.ts';

const EVERY_MS = 60_000;
const LOOK_MS = 5000;
const DAY_US = 86_400_000_000;
const LIMIT_MS = 10_000;
/** Pages of one project's report. */
const MOST_PAGES = 20;

/** Asks billing what each endpoint costs, one project after the other: so charts and bills say the same. */
@Injectable()
export class AskCosts {
  readonly costs = new Costs();
  readonly #log = new Logger('ask-costs');
  readonly #asked = new Map<string, Readonly<{ atMs: number; replicas: string; isSettled: boolean }>>();
  #isFailing = false;

  constructor(
    private readonly asker: Asker,
    private readonly fleet: FleetStore,
    private readonly clock: Clock,
  ) {}

  /** @param isWanted only while whoever asks records */
  async run(signal: AbortSignal, isWanted: () => boolean): Promise<void> {
    while (!signal.aborted) {
      if (isWanted()) await this.#round(signal);
      await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Whoever is due; after a failure the others wait for the next round. */
  async #round(signal: AbortSignal): Promise<void> {
    const projects = Map.groupBy(this.fleet.fleet.endpoints(), ({ projectId }) => projectId);
    this.costs.forgetOld(this.clock.nowUs());
    for (const projectId of this.#asked.keys()) if (!projects.has(projectId)) this.#asked.delete(projectId);
    for (const [projectId, endpoints] of projects) {
      const ids = endpoints.map(({ endpointId }) => endpointId);
      const replicas = ids.flatMap((id) => this.fleet.fleet.replicasOf(id)).join();
      if (signal.aborted) return;
      if (!this.#isDue(projectId, replicas)) continue;
      try {
        await this.#ask(projectId, ids);
        const isSettled = this.#asked.get(projectId)?.replicas === replicas;
        this.#asked.set(projectId, { atMs: performance.now(), replicas, isSettled });
        this.#isFailing = false;
      } catch (error) {
        this.#failed(error);
        return;
      }
    }
  }

  /** Once a minute; and when replicas came or went, until billing has surely heard of it. */
  #isDue(projectId: string, replicas: string): boolean {
    const last = this.#asked.get(projectId);
    return (
      !last || !last.isSettled || last.replicas !== replicas || performance.now() - last.atMs >= EVERY_MS
    );
  }

  async #ask(projectId: string, endpointIds: readonly string[]): Promise<void> {
    const nowUs = this.clock.nowUs();
    const scope = { projectId, endpointId: null };
    const burn = await this.asker.ask(reportQuestions.burn, scope, { timeoutMs: LIMIT_MS });
    const today: UsageReport['items'][number][] = [];
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES; page++) {
      const report: UsageReport = await this.asker.ask(
        reportQuestions.usage,
        {
          ...scope,
          fromUs: nowUs - (nowUs % DAY_US),
          untilUs: nowUs,
          groupBy: ['endpoint'],
          tag: null,
          limit: 500,
          cursor,
        },
        { timeoutMs: LIMIT_MS },
      );
      today.push(...report.items);
      cursor = report.nextCursor;
      if (cursor === null) break;
    }
    this.costs.tell(endpointIds, burn, today, nowUs);
  }

  /** Said once until it goes well again: meanwhile costs are not known, and charts have a gap. */
  #failed(error: unknown): void {
    if (!this.#isFailing)
      this.#log.warn(
        { event: 'costs.unknown', error: String(error) },
        'billing does not say what endpoints cost',
      );
    this.#isFailing = true;
  }
}
