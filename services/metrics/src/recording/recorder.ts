import type { EventNamed, RequestColumns } from '@tidegate/contracts';
import type { Endpoint, Fleet } from '../fleet/fleet.ts';
import { PHASES } from '../fleet/replica.ts';
import { type Numbers, NO_NUMBERS, growing, isNothing, merged } from '../numbers/numbers.ts';
import { type Coverage, Watched } from './coverage.ts';
import { OpenSteps, type StepRow, stepOf } from './open-steps.ts';
import { projectRows } from './of-projects.ts';
import { endpointSeries } from './series.ts';
import { TakeRequests } from './take-requests.ts';
import { TakeSample } from './take-sample.ts';

/** Where the recording stands: steps up to here are kept, and what the log says up to here is counted. */
export type Place = Readonly<{ untilUs: number; position: number }>;

/** What is to be kept, all of it or nothing. */
export type Ended = Readonly<{
  place: Place;
  rows: readonly StepRow[];
  watched: Coverage;
  /** By endpoint: what its counters have grown by. */
  grown: ReadonlyMap<string, Numbers>;
}>;

/** US dollars, as billing told them last. */
export type Cost = Readonly<{ usdPerHour: number; usdToday: number }>;

type Seen = Readonly<{ nowUs: number; isNewMinute: boolean; cost: Cost | undefined }>;

/** What comes so late still counts in its own step. */
const GRACE_US = 3_000_000;
const MINUTE_US = 60_000_000;

/** Everything that is seen of all endpoints, from one moment on, in steps of ten seconds. It has no clock: it is told the time. */
export class Recorder {
  readonly #steps: OpenSteps;
  readonly #watched = new Watched();
  readonly #samples: TakeSample;
  readonly #requests: TakeRequests;
  #position: number;
  #minute = -1;

  /** @param from where an earlier recording ended */
  constructor(
    private readonly fleet: Fleet,
    from: Place,
  ) {
    this.#steps = new OpenSteps(from.untilUs);
    this.#position = from.position;
    this.#samples = new TakeSample(this.#steps, (endpointId) => fleet.readyOf(endpointId));
    this.#requests = new TakeRequests(this.#steps, (endpointId) => fleet.endpoint(endpointId) !== undefined);
  }

  get leftOut(): number {
    return this.#steps.leftOut;
  }

  sample(sampled: EventNamed<'MetricSampled'>['data'], nowUs: number): void {
    if (this.fleet.endpoint(sampled.endpointId)) this.#samples.take(sampled, nowUs);
  }

  requests(
    batch: RequestColumns,
    recorded: Omit<EventNamed<'RequestsRecorded'>['data'], 'records' | 'count'>,
    nowUs: number,
  ): void {
    this.#requests.take(batch, recorded, nowUs);
  }

  /**
   * Looks at the fleet. Of an endpoint that has nothing and costs nothing there is nothing to keep; one that only cost something
   * today is looked at once a minute.
   */
  look(nowUs: number, isListening: boolean, costOf: (endpointId: string) => Cost | undefined): void {
    this.#watched.look(nowUs, isListening);
    const minute = Math.floor(nowUs / MINUTE_US);
    const isNewMinute = minute !== this.#minute;
    this.#minute = minute;
    for (const endpoint of this.fleet.endpoints())
      this.#lookAt(endpoint, { nowUs, isNewMinute, cost: costOf(endpoint.endpointId) });
  }

  /** What is over by now; null while nothing is. */
  end(nowUs: number): Ended | null {
    const untilUs = stepOf(nowUs - GRACE_US);
    if (untilUs <= this.#steps.fromUs) return null;
    this.#countHappenings();
    this.#samples.forgetBefore(nowUs);
    return this.#endedWith(this.#steps.close(untilUs), untilUs);
  }

  /** Everything so far, of steps that are not over too: for the end of this recording, not of the step. */
  stop(nowUs: number): Ended {
    this.#countHappenings();
    const { fromUs } = this.#steps;
    const rows = this.#steps.drain();
    return { ...this.#endedWith(rows, fromUs), watched: this.#watched.take(nowUs) };
  }

  #lookAt({ endpointId, desired }: Endpoint, { nowUs, isNewMinute, cost }: Seen): void {
    const phases = this.fleet.phasesOf(endpointId);
    const replicas = PHASES.reduce((sum, phase) => sum + phases[phase], 0);
    const isQuiet = replicas === 0 && desired === 0;
    const see = (name: string, value: number): void => {
      this.#steps.see(endpointSeries(endpointId), nowUs, name, value);
    };
    if (!isQuiet) {
      see('replicas', replicas);
      see('desired_replicas', desired);
      for (const phase of PHASES) see(`${phase}_replicas`, phases[phase]);
    }
    if (!cost) return;
    if (!isQuiet || cost.usdPerHour > 0) see('cost_usd_per_hour', cost.usdPerHour);
    if (!isQuiet || (isNewMinute && cost.usdToday > 0)) see('cost_usd_today', cost.usdToday);
  }

  #endedWith(rows: readonly StepRow[], untilUs: number): Ended {
    const projectOf = (endpointId: string): string | undefined => this.fleet.endpoint(endpointId)?.projectId;
    return {
      place: { untilUs, position: this.#position },
      rows: [...rows, ...projectRows(rows, projectOf)],
      watched: this.#watched.take(untilUs),
      grown: grownBy(rows),
    };
  }

  #countHappenings(): void {
    for (const happening of this.fleet.happenedAfter(this.#position)) {
      this.#position = happening.position;
      if (!this.fleet.endpoint(happening.endpointId)) continue;
      const series = endpointSeries(happening.endpointId);
      if (happening.kind === 'restart') this.#steps.count(series, happening.atUs, 'restarts');
      else this.#steps.time(series, happening.atUs, happening.what, happening.us);
    }
  }
}

const grownBy = (rows: readonly StepRow[]): Map<string, Numbers> => {
  const grown = new Map<string, Numbers>();
  for (const { ownerId, replicaId, numbers } of rows) {
    const more = growing(numbers);
    if (replicaId === '' && !isNothing(more))
      grown.set(ownerId, merged(grown.get(ownerId) ?? NO_NUMBERS, more));
  }
  return grown;
};
