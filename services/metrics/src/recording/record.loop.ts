import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { type EventNamed, SUBJECTS, unpackRequests } from '@tidegate/contracts';
import { Bus, Clock, type Following, type Lease, Leases } from '@tidegate/eventing/nest';
import { setTimeout as pause } from 'node:timers/promises';
import { AskCosts } from '../costs/ask-costs.loop.ts';
import { FleetStore } from '../fleet/fleet.store.ts';
import { KeepSteps } from '../keeping/keep-steps.store.ts';
import { stepOf } from './open-steps.ts';
import { type Ended, Recorder } from './recorder.ts';

const TICK_MS = 1000;
/** So much of the past is taken from TELEMETRY again; what is older stays a gap. */
const RELIVED_US = 900_000_000;
/** The signals of the past come first: until one is so new, or for so long, no step ends. */
const FRESH_US = 2_000_000;
const RELIVING_US = 10_000_000;
/** What waits for Postgres: beyond, the oldest is lost, and the gap is seen. */
const MOST_WAITING_ROWS = 200_000;
/** Steps rolled up in one tick, and how often what is old is dropped. */
const ROLLED_AT_ONCE = 60;
const DROP_EVERY_TICKS = 60;
const STOP_LIMIT_MS = 5000;

/** Records while it leads, one process at a time: takes what is said on the bus, and keeps every step when it is over. */
@Injectable()
export class RecordSteps implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('record-steps');
  readonly #stop = new AbortController();
  readonly #lost = metrics.getMeter('tidegate').createCounter('tidegate_metrics_lost', {
    description:
      'rows of steps that were not kept: Postgres was away for too long, or there were too many series',
  });
  #recording: Recording | undefined;
  #lease: Lease | undefined;
  #running: Promise<unknown> = Promise.resolve();

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly leases: Leases,
    private readonly fleet: FleetStore,
    private readonly steps: KeepSteps,
    private readonly asked: AskCosts,
  ) {}

  /** Whether this process records now. */
  get isRecording(): boolean {
    return this.#recording !== undefined;
  }

  onApplicationBootstrap(): void {
    this.#lease = this.leases.keep('metrics.record');
    const { signal } = this.#stop;
    const stopListening = this.bus.listen(SUBJECTS.requests('>'), (data) => {
      try {
        this.#recording?.take(data);
      } catch (error) {
        // An odd batch: no repetition mends it, and others are fine.
        this.#failed(error);
      }
    });
    signal.addEventListener('abort', stopListening);
    this.#running = Promise.all([this.#run(), this.asked.run(signal, () => this.isRecording)]);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    const recording = this.#recording;
    this.#recording = undefined;
    if (!recording) return;
    recording.end();
    await Promise.race([recording.keepRest(), pause(STOP_LIMIT_MS, undefined, { ref: false })]).catch(
      (error: unknown) => {
        this.#failed(error);
      },
    );
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    for (let ticks = 1; !signal.aborted; ticks++) {
      try {
        await this.#tick(ticks);
      } catch (error) {
        this.#failed(error);
      }
      await pause(TICK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #tick(ticks: number): Promise<void> {
    if (!(await this.#record())) return;
    const { signal } = this.#stop;
    for (let rolled = 0; rolled < ROLLED_AT_ONCE && !signal.aborted; rolled++)
      if (!(await this.steps.rollUp())) break;
    if (ticks % DROP_EVERY_TICKS !== 0) return;
    while (!signal.aborted && (await this.steps.dropOld(this.clock.nowUs())));
  }

  /** @returns whether this process records */
  async #record(): Promise<boolean> {
    const epoch = this.#lease?.held ? this.#lease.epoch : null;
    if (this.#recording?.epoch !== epoch) this.#endRecording();
    if (epoch === null || !this.fleet.caughtUp) return false;
    this.#recording ??= await this.#begin(epoch);
    if (await this.#recording.tick()) return true;
    this.#endRecording();
    return false;
  }

  async #begin(epoch: number): Promise<Recording> {
    const nowUs = this.clock.nowUs();
    const kept = await this.steps.begin(epoch, { untilUs: stepOf(nowUs), position: this.fleet.position });
    const from = { ...kept, untilUs: Math.max(kept.untilUs, stepOf(nowUs - RELIVED_US)) };
    this.#log.log({ event: 'recording.began', epoch }, 'records what is seen of endpoints');
    return new Recording(new Recorder(this.fleet.fleet, from), epoch, {
      bus: this.bus,
      clock: this.clock,
      steps: this.steps,
      asked: this.asked,
      lost: (rows) => {
        this.#lost.add(rows);
      },
      fromUs: from.untilUs,
    });
  }

  #endRecording(): void {
    this.#recording?.end();
    this.#recording = undefined;
  }

  #failed(error: unknown): void {
    this.#log.warn({ event: 'recording.failed', error: String(error) }, 'steps cannot be kept now');
  }
}

type Around = Readonly<{
  bus: Bus;
  clock: Clock;
  steps: KeepSteps;
  asked: AskCosts;
  lost: (rows: number) => void;
  fromUs: number;
}>;

/** One recording under one lease. */
class Recording {
  readonly #following: Following;
  readonly #beganAtUs: number;
  #waiting: Ended[] = [];
  #isFresh = false;
  #leftOut = 0;

  constructor(
    private readonly recorder: Recorder,
    readonly epoch: number,
    private readonly around: Around,
  ) {
    const { bus, clock, fromUs } = around;
    this.#beganAtUs = clock.nowUs();
    const sinceSeconds = Math.ceil((this.#beganAtUs - fromUs) / 1e6);
    this.#following = bus.followSignals('MetricSampled', { sinceSeconds }, (data) => {
      const nowUs = clock.nowUs();
      if (data.sampledAtUs < fromUs) return;
      recorder.sample(data, nowUs);
      if (data.sampledAtUs > nowUs - FRESH_US) this.#isFresh = true;
    });
  }

  take(data: unknown): void {
    const recorded = data as Partial<EventNamed<'RequestsRecorded'>['data']> | undefined;
    if (typeof recorded?.records !== 'string' || recorded.gatewayId === undefined) return;
    const { gatewayId, sequence = 0, lost = [], records } = recorded;
    this.recorder.requests(unpackRequests(records), { gatewayId, sequence, lost }, this.around.clock.nowUs());
  }

  /** @returns false: another recording has begun since */
  async tick(): Promise<boolean> {
    const { clock, bus, asked } = this.around;
    const nowUs = clock.nowUs();
    this.recorder.look(nowUs, bus.connected, (endpointId) => asked.costs.of(endpointId, nowUs));
    if (!this.#isFresh && nowUs - this.#beganAtUs < RELIVING_US) return true;
    const ended = this.recorder.end(nowUs);
    if (ended) this.#wait(ended);
    return this.#keep();
  }

  end(): void {
    this.#following.stop();
  }

  /** What waits, and what the step that is not over holds. */
  async keepRest(): Promise<void> {
    if (!(await this.#keep())) return;
    await this.around.steps.keep(this.recorder.stop(this.around.clock.nowUs()), this.epoch, { isLast: true });
  }

  async #keep(): Promise<boolean> {
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      if (!(await this.around.steps.keep(first, this.epoch))) return false;
      this.#waiting.shift();
    }
    return true;
  }

  #wait(ended: Ended): void {
    this.#waiting.push(ended);
    let rows = this.#waiting.reduce((sum, each) => sum + each.rows.length, 0);
    let lost = this.recorder.leftOut - this.#leftOut;
    this.#leftOut = this.recorder.leftOut;
    while (rows > MOST_WAITING_ROWS && this.#waiting.length > 1) {
      const dropped = this.#waiting.shift()?.rows.length ?? 0;
      rows -= dropped;
      lost += dropped;
    }
    if (lost > 0) this.around.lost(lost);
  }
}
