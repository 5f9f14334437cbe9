import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import type { LogLineView } from '@tidegate/contracts';
import { Clock, type Lease, Leases } from '@tidegate/eventing/nest';
import { LineReader } from '../lines/line-reader.store.ts';
import { SendLines } from './send-lines.gateway.ts';
import { SinkHeaders } from './sink-headers.store.ts';
import type { SinkRow } from './sink-view.ts';
import { type Behind, SinkStore } from './sink.store.ts';
import { type Verdict, verdictOf } from './verdict.ts';

const TICK_MS = 500;
const TICKS_PER_SWEEP = 7200;
const SINKS_AT_ONCE = 32;
const LINES_AT_ONCE = 1000;
/** Then others have their turn. */
const ROUNDS_PER_TURN = 20;

/**
 * Ships lines to the receivers that projects have named, from the store: each endpoint’s in their order, and again when it is not
 * known whether they arrived. Each receiver has a turn of its own, so a slow one keeps nobody waiting.
 */
@Injectable()
export class ShipLines implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('ship-to-sinks');
  readonly #shipped = metrics.getMeter('tidegate').createCounter('tidegate_logs_sink_lines_total', {
    description: 'log lines handed to log sinks by what became of them',
  });
  readonly #turns = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lease: Lease | undefined;
  #ticks = 0;
  #failure = '';

  @Inject(Clock) private readonly clock!: Clock;
  @Inject(SinkHeaders) private readonly headers!: SinkHeaders;

  constructor(
    private readonly sinks: SinkStore,
    private readonly reader: LineReader,
    private readonly sender: SendLines,
    private readonly leases: Leases,
  ) {}

  onApplicationBootstrap(): void {
    this.#lease = this.leases.keep('logs.ship-to-sinks', { ttlMs: 5000 });
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    }, TICK_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort();
    await this.#looking;
    await Promise.all(this.#turns.values());
  }

  get #mayAct(): boolean {
    return (this.#lease?.held ?? false) && !this.#stop.signal.aborted;
  }

  async #look(): Promise<void> {
    if (!this.#mayAct) return;
    await this.#trying(async () => {
      for (const sink of await this.sinks.due(SINKS_AT_ONCE)) {
        if (this.#turns.has(sink.sink_id) || this.#turns.size >= SINKS_AT_ONCE) continue;
        const turn = this.#trying(() => this.#turn(sink)).finally(() => this.#turns.delete(sink.sink_id));
        this.#turns.set(sink.sink_id, turn);
      }
      if (this.#ticks++ % TICKS_PER_SWEEP === 0) await this.#sweep();
      this.#failure = '';
    });
  }

  async #turn(sink: SinkRow): Promise<void> {
    for (let round = 0; round < ROUNDS_PER_TURN; round++) {
      const behind = await this.sinks.behind(sink.sink_id);
      for (const endpoint of behind) if (!this.#mayAct || !(await this.#ship(sink, endpoint))) return;
      if (behind.length === 0) return;
    }
  }

  /** The next lines of one endpoint. @returns whether they are shipped */
  async #ship(sink: SinkRow, { endpoint_id: endpointId, name, cursor }: Behind): Promise<boolean> {
    const { project_id: projectId, sink_id: sinkId } = sink;
    const read = await this.reader.after(cursor, { endpointId, projectId, limit: LINES_AT_ONCE });
    let { lines } = read;
    for (;;) {
      const [oldest] = lines;
      const verdict = oldest ? await this.#send(sink, lines, { endpointId, name }) : NOTHING_TO_SEND;
      if (this.#stop.signal.aborted) return false;
      if (verdict.kind === 'smaller') {
        lines = lines.slice(0, Math.ceil(lines.length / 2));
        continue;
      }
      if (verdict.kind === 'again') {
        this.#shipped.add(lines.length, { outcome: 'failed' });
        await this.sinks.failed(sinkId, {
          ...verdict,
          behindUs: oldest ? Date.parse(oldest.at) * 1000 : null,
        });
        return false;
      }
      this.#shipped.add(lines.length - verdict.rejected, { outcome: 'sent' });
      if (verdict.rejected > 0) this.#shipped.add(verdict.rejected, { outcome: 'rejected' });
      const isAll = lines.length === read.lines.length;
      const reached = isAll ? read.cursor : Number(lines.at(-1)?.cursor);
      await this.sinks.sent(sinkId, endpointId, { ...verdict, cursor: reached, lines: lines.length });
      return true;
    }
  }

  async #send(
    sink: SinkRow,
    lines: readonly LogLineView[],
    whose: Readonly<{ endpointId: string; name: string }>,
  ): Promise<Verdict> {
    const outcome = await this.sender.send(sink, lines, whose, this.#stop.signal);
    return verdictOf(outcome, {
      lines: lines.length,
      failures: sink.failures,
      nowMs: this.clock.nowUs() / 1000,
      random: Math.random(),
    });
  }

  async #sweep(): Promise<void> {
    await this.sinks.forgetDeleted();
    await this.headers.wipeUnused();
    for (let page = 1; page > 0 && this.#mayAct;) page = await this.headers.reseal();
  }

  async #trying(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const failure = (error as Error).message;
      if (failure !== this.#failure)
        this.#log.warn({ event: 'sinks.not_shipped', error: failure }, `lines are shipped later: ${failure}`);
      this.#failure = failure;
    }
  }
}

/** What was looked at holds no line of this project. */
const NOTHING_TO_SEND: Verdict = { kind: 'taken', rejected: 0, error: null };
