import { Injectable } from '@nestjs/common';
import { type AnswerOf, type AskOf, METRICS, type metricQuestions } from '@tidegate/contracts';
import { Clock } from '@tidegate/eventing/nest';
import type { Endpoint } from '../fleet/fleet.ts';
import { FleetStore } from '../fleet/fleet.store.ts';
import { ReadSteps } from '../keeping/read-steps.store.ts';
import { seenOnce } from '../numbers/gauge.ts';
import { NO_NUMBERS, type Numbers } from '../numbers/numbers.ts';
import { type Exposed, partsOf } from './page.ts';
import { pageCursorOf, pagePlaceIn } from './page-cursor.ts';

/** One answer must fit one message on the bus, which takes a MiB, and a text grows in JSON by its quotes. */
const PAGE_CHARACTERS = 384 * 1024;
/** Of an endpoint that was watched and had nothing. */
const QUIET: Numbers['gauges'] = Object.fromEntries(
  METRICS.filter(({ kind, quiet }) => kind === 'gauge' && quiet === 'zero').map(({ name }) => [
    name,
    seenOnce(0, 0),
  ]),
);
const BEGINNING = { family: 0, after: '' };

/** What a scrape is told. It is all read from what is kept: no replica is asked, and no endpoint wakes. */
@Injectable()
export class Expose {
  constructor(
    private readonly fleet: FleetStore,
    private readonly steps: ReadSteps,
    private readonly clock: Clock,
  ) {}

  async page({
    projectId,
    cursor,
  }: AskOf<typeof metricQuestions.exposition>): Promise<AnswerOf<typeof metricQuestions.exposition>> {
    const place = cursor === null ? BEGINNING : pagePlaceIn(cursor);
    let text = '';
    for (const part of partsOf(await this.#exposed(projectId), place)) {
      text += part.text;
      if (text.length >= PAGE_CHARACTERS) return { text, nextCursor: pageCursorOf(part.place) };
    }
    return { text, nextCursor: null };
  }

  /** All of it, of all projects, part by part. */
  async *all(): AsyncGenerator<string> {
    for (const { text } of partsOf(await this.#exposed(null), BEGINNING)) yield text;
  }

  async #exposed(projectId: string | null): Promise<Exposed[]> {
    const endpoints = this.fleet.fleet.ofProject(projectId);
    const ids = endpoints.map(({ endpointId }) => endpointId);
    const [totals, latest] = await Promise.all([
      this.steps.totals(ids),
      this.steps.latest(ids, this.clock.nowUs()),
    ]);
    const seen = Map.groupBy(latest ?? [], ({ ownerId }) => ownerId);
    const known = (endpointId: string): Numbers['gauges'] => {
      const gauges = seen.get(endpointId)?.find(({ replicaId }) => replicaId === '')?.gauges ?? {};
      return latest && !gauges['replicas'] ? { ...QUIET, ...gauges } : gauges;
    };
    return endpoints.map((endpoint) => ({
      ...this.#whatLogSays(endpoint),
      totals: totals.get(endpoint.endpointId) ?? NO_NUMBERS,
      gauges: known(endpoint.endpointId),
      replicas: (seen.get(endpoint.endpointId) ?? []).filter(({ replicaId }) => replicaId !== ''),
    }));
  }

  #whatLogSays({
    endpointId,
    projectId,
    name,
    desired,
  }: Endpoint): Pick<Exposed, 'endpointId' | 'projectId' | 'name' | 'desired' | 'phases'> {
    return { endpointId, projectId, name, desired, phases: this.fleet.fleet.phasesOf(endpointId) };
  }
}
