import { type AnyEvent, type Recorded, SUBJECTS, definitionOf, logSubject } from '@tidegate/contracts';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { headersOf } from './cloud-event.ts';
import { EventStore } from './event.store.ts';
import { type Lease, Leases } from './leases.loop.ts';
import { LoopPause } from './loop-pause.ts';
import { Nats } from './nats.ts';
import { isStreamMissing } from './streams.ts';

/** Beyond this many unanswered publishes the server slows down more than it gains. */
const WINDOW = 256;
const PAGE = 512;
/** A nudge may be lost: then the next look is at most this much later. */
const POLL_MS = 250;
/** LOG may be deleted or restored by somebody, and Postgres too, with no connection broken. */
const VERIFY_MS = 5000;

/** LOG holds events that the log does not: somebody must look. */
class Diverged extends Error {
  override readonly name = 'Diverged';
}

/**
 * Carries the log to JetStream. Each publish demands that the stream's last sequence is position - 1, so a message's
 * sequence is its position: order holds under pipelining, a repeated publish is refused, two relays cannot disturb each
 * other, and whatever the stream lost at its end is published again. The lease only saves work.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger(Relay.name);
  readonly #pause = new LoopPause();
  #ends: (() => void)[] = [];
  #lease: Lease | undefined;
  #loop: Promise<void> | undefined;
  /** The last sequence known to be in LOG; undefined = ask. */
  #last: number | undefined;
  #verifiedAt = 0;

  constructor(
    private readonly store: EventStore,
    private readonly nats: Nats,
    private readonly leases: Leases,
  ) {}

  /** Whether this process is the one that carries. */
  get carries(): boolean {
    return this.#lease?.held ?? false;
  }

  /** The last position known to be in LOG; undefined while that is being asked. */
  get position(): number | undefined {
    return this.#last;
  }

  onApplicationBootstrap(): void {
    const again = (): void => {
      this.#last = undefined;
      this.#pause.wake();
    };
    this.#ends = [
      this.nats.subscribe(SUBJECTS.appended, () => {
        this.#pause.wake();
      }),
      this.nats.onReconnect(again),
    ];
    this.#lease = this.leases.keep('relay', { gained: again });
    this.#loop = this.#run();
  }

  /** After HTTP and the consumers have ended: what they appended last is carried too. */
  async onApplicationShutdown(): Promise<void> {
    this.#pause.stop();
    for (const end of this.#ends) end();
    await this.#loop;
    await this.#lease?.release();
  }

  async #run(): Promise<void> {
    let failures = 0;
    for (let last = false; !last;) {
      last = this.#pause.stopped;
      try {
        const more = await this.#carryPage();
        failures = 0;
        if (more && !last) continue;
        await this.#pause.untilWoken(POLL_MS);
      } catch (error) {
        this.#last = undefined;
        this.#complain(error, ++failures);
        await this.#pause.afterFailure(failures, { firstMs: 20 });
      }
    }
  }

  #complain(error: unknown, failures: number): void {
    const { message } = error as Error;
    if (error instanceof Diverged) {
      if (failures % 30 === 1) this.#log.error({ event: 'relay.diverged' }, `${message}: nothing is carried`);
    } else if (failures % 30 === 4) this.#log.warn(`the log does not reach the bus: ${message}`);
  }

  /** Publishes what is next; true when there may be more at once. */
  async #carryPage(): Promise<boolean> {
    if (!this.#lease?.held || !this.nats.connected) return false;
    if (performance.now() - this.#verifiedAt > VERIFY_MS) this.#last = undefined;
    this.#last ??= await this.nats.unlessLost(this.#lastInStream());
    const events = await this.store.readLog({ after: this.#last, limit: PAGE });
    for (let i = 0; i < events.length; i += WINDOW) await this.#publish(events.slice(i, i + WINDOW));
    return events.length === PAGE;
  }

  async #publish(events: readonly Recorded<AnyEvent>[]): Promise<void> {
    const results = await this.nats.unlessLost(
      Promise.allSettled(events.map((event) => this.#publishOne(event))),
    );
    // Another relay was first, or the stream lost its tail: the stream itself says where to go on.
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
    this.#last = events.at(-1)?.position ?? this.#last;
  }

  async #publishOne(event: Recorded<AnyEvent>): Promise<void> {
    const subject = logSubject(event.streamId, definitionOf(event.type)?.category ?? 'unknown', event.type);
    const { seq } = await this.nats.js.publish(subject, JSON.stringify(event.data), {
      headers: headersOf(event, '/tidegate'),
      msgID: event.id,
      expect: { lastSequence: event.position - 1 },
      timeout: 5000,
    });
    if (seq !== event.position)
      throw new Error(`LOG gave sequence ${String(seq)} to position ${String(event.position)}`);
  }

  /**
   * Where LOG ends. If Postgres went back in time (a restored backup, a fail-over that lost commits), LOG holds events
   * that never happened: nothing is carried until a person has looked.
   */
  async #lastInStream(): Promise<number> {
    const manager = await this.nats.manager();
    const { state } = await manager.streams.info('LOG').catch(async (error: unknown) => {
      if (!isStreamMissing(error)) throw error;
      await this.nats.restoreStreams();
      return manager.streams.info('LOG');
    });
    const head = await this.store.head();
    if (state.last_seq > head)
      throw new Diverged(`LOG is at ${String(state.last_seq)}, past the end of the log at ${String(head)}`);
    if (state.messages > 0) {
      const [last] = await this.store.readLog({ after: state.last_seq - 1, limit: 1 });
      const message = await manager.streams.getMessage('LOG', { seq: state.last_seq });
      if (message && last && message.header.get('Nats-Msg-Id') !== last.id)
        throw new Diverged(`LOG holds another event than the log at position ${String(state.last_seq)}`);
    }
    this.#verifiedAt = performance.now();
    return state.last_seq;
  }
}
