import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { type EventNamed, RequestBatch } from '@tidegate/contracts';
import { Bus } from '@tidegate/eventing/nest';
import { type GatewaySettings, SETTINGS } from '../settings.ts';
import type { AccessRecord } from './access-record.ts';
import { Losses } from './losses.ts';
import { RequestCounts } from './request-counts.gateway.ts';
import { RequestLines } from './request-lines.gateway.ts';

type Batch = EventNamed<'RequestsRecorded'>['data'];

/** About two seconds of the fastest traffic, in some 30 MiB: so long the bus may be away before records are lost. */
const CAPACITY = 65_536;
const EVERY_MS = 200;
/** Packed in half a millisecond: no request waits longer for it. */
const BATCH = 512;
/** However long and odd the paths are, a batch fits one message of the bus, which takes a MiB: a character may take seven bytes. */
const BATCH_CHARACTERS = 128 * 1024;
const LONGEST_PAUSE_MS = 5000;
/** At the end of the process, for what is left. */
const LAST_WORDS_MS = 3000;

/**
 * One record per request, shipped beside the request path in batches that count once. Nothing waits for the bus: when
 * records come faster than they go, those that find no room are counted by endpoint, and their owners are told.
 */
@Injectable()
export class AccessLog implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** One life of this process: its batches are numbered from 1. */
  readonly #gatewayId = `gateway-${randomBytes(6).toString('hex')}`;
  readonly #log = new Logger('access');
  /** Being gathered, and before it those that are full. */
  #open = new RequestBatch();
  readonly #full: RequestBatch[] = [];
  /** Records in all of them. */
  #kept = 0;
  readonly #losses = new Losses();
  readonly #counts = new RequestCounts();
  readonly #lines: RequestLines;
  #sequence = 0;
  /** Not known to have arrived: it is sent again under its number until it has. */
  #underWay: Batch | undefined;
  #shipping: Promise<void> | undefined;
  #failures = 0;
  #notBeforeMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly bus: Bus,
    @Inject(SETTINGS) settings: GatewaySettings,
  ) {
    this.#lines = new RequestLines(settings.accessLines);
    metrics
      .getMeter('tidegate')
      .createObservableCounter('tidegate_gateway_requests_not_recorded', {
        description: 'Requests of which there is no record because too many came at once.',
      })
      .addCallback((result) => {
        result.observe(this.#losses.total);
      });
  }

  push(record: AccessRecord): void {
    this.#counts.count(record);
    this.#lines.push(record);
    // What is nobody's endpoint is nobody's to read.
    if (record.endpointId === '') return;
    if (this.#kept === CAPACITY) {
      this.#losses.note(record);
      return;
    }
    this.#kept++;
    this.#open.add(record);
    if (this.#open.count < BATCH && this.#open.characters < BATCH_CHARACTERS) return;
    this.#full.push(this.#open);
    this.#open = new RequestBatch();
    if (this.#timer) this.#shipSoon();
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#lines.write();
      this.#shipSoon();
    }, EVERY_MS);
  }

  /** The last request is over by then, and the bus still there. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#lines.end();
    await this.#shipping;
    const until = performance.now() + LAST_WORDS_MS;
    await this.#ship();
    while (this.#isOwing && performance.now() < until) {
      await pause(EVERY_MS);
      await this.#ship();
    }
    const lost = this.#kept + (this.#underWay?.count ?? 0);
    if (lost > 0)
      this.#log.warn({ event: 'access.not_shipped', lost }, `${String(lost)} requests are not recorded`);
  }

  #shipSoon(): void {
    if (performance.now() >= this.#notBeforeMs)
      this.#shipping ??= this.#ship().finally(() => (this.#shipping = undefined));
  }

  get #isOwing(): boolean {
    return this.#underWay !== undefined || this.#kept > 0;
  }

  /** All but the beginning of a batch, which goes with the next ones, or until a batch does not arrive. */
  async #ship(): Promise<void> {
    for (let isFirst = true; isFirst || this.#full.length > 0; isFirst = false) {
      this.#underWay ??= this.#next();
      if (!this.#underWay) return;
      const { gatewayId, sequence } = this.#underWay;
      try {
        await this.bus.signal('RequestsRecorded', this.#underWay, { id: `${gatewayId}.${String(sequence)}` });
      } catch (error) {
        this.#failed((error as Error).message);
        return;
      }
      this.#underWay = undefined;
      this.#failures = 0;
    }
  }

  #next(): Batch | undefined {
    const lost = this.#losses.take();
    const batch = this.#full.shift() ?? this.#take();
    this.#kept -= batch.count;
    if (batch.count === 0 && lost.length === 0) return undefined;
    return {
      gatewayId: this.#gatewayId,
      sequence: ++this.#sequence,
      count: batch.count,
      records: batch.text(),
      lost,
    };
  }

  /** What was gathered so far. */
  #take(): RequestBatch {
    const batch = this.#open;
    if (batch.count > 0) this.#open = new RequestBatch();
    return batch;
  }

  /** Said once: the bus may be away for long, and requests go on without it. */
  #failed(problem: string): void {
    if (++this.#failures === 1)
      this.#log.warn(
        { event: 'access.waiting', error: problem },
        `the access log waits: ${problem}; up to ${String(CAPACITY)} requests are kept until then`,
      );
    this.#notBeforeMs = performance.now() + Math.min(EVERY_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
  }
}
