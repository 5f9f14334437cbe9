import { Inject, Injectable } from '@nestjs/common';
import type { EventNamed } from '@tidegate/contracts';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Clock, Conflict, Db, EventStore } from '@tidegate/eventing/nest';
import { CloseStore, type CloseKind } from '../ledger/close.store.ts';
import { Calendar } from '../periods/calendar.ts';
import { nextHour, nextMonth, type Span } from './next-close.ts';
import { Repeated } from './repeated.loop.ts';

export const GRACE_SECONDS = Symbol('how long after its end a month is closed');

const LOOK_EVERY_MS = 2000;
/** So many closes may stand in the log that the books have not seen: who catches up after a long time waits for them. */
const MOST_AHEAD = 24;
/** So many are appended in one turn. */
const MOST_AT_ONCE = 24;

type Last = Span & Readonly<{ timeZone?: string | null }>;
type Close = EventNamed<'UsageHourClosed'> | EventNamed<'BillingPeriodClosed'>;
const STREAMS: Readonly<Record<CloseKind, string>> = { hour: 'closes-hours', period: 'closes-months' };

/** What says when something is over. */
@Injectable()
export class CloseTimes {
  constructor(
    readonly clock: Clock,
    readonly calendar: Calendar,
    @Inject(GRACE_SECONDS) readonly graceSeconds: number,
  ) {}
}

/**
 * Appends the end of each hour, and of each month after its time of grace: each once and in order, whichever of several billing
 * services comes first, since each is appended at the version that the one before it has left.
 */
@Injectable()
export class CloseHours extends Repeated {
  #firstFactUs: number | undefined;
  /** Up to here hours are closed in the log. */
  #hoursToUs = 0;
  #otherZone = '';

  constructor(
    private readonly store: EventStore,
    private readonly db: Db,
    private readonly closes: CloseStore,
    private readonly times: CloseTimes,
  ) {
    super(LOOK_EVERY_MS);
  }

  protected async turn(): Promise<void> {
    for (const kind of ['hour', 'period'] as const)
      for (let n = 0; n < MOST_AT_ONCE && !this.stopped; n++) if (!(await this.#closeNext(kind))) break;
  }

  /** @returns whether there may be another one to close */
  async #closeNext(kind: CloseKind): Promise<boolean> {
    const end = await this.#end(kind);
    if (!end) return false;
    if (kind === 'hour') this.#hoursToUs = end.last?.toUs ?? 0;
    const close = kind === 'hour' ? this.#hour(end.last) : await this.#month(end.last);
    if (!close) return false;
    const commandId = deriveUuid('close', kind, close.data.toUs);
    const cause = causeOf({ commandId, actor: 'service:billing' });
    try {
      await this.store.append(STREAMS[kind], end.version, [close], cause);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
    return true;
  }

  /** The last close in the log; nothing while the books are too far behind it. */
  async #end(kind: CloseKind): Promise<{ last: Last | undefined; version: number } | undefined> {
    const seen = await this.closes.last(this.db, kind);
    const { events, version } = await this.store.read<Close>(STREAMS[kind], seen?.version ?? 0, MOST_AHEAD);
    return events.length < MOST_AHEAD ? { last: events.at(-1)?.data ?? seen, version } : undefined;
  }

  #hour(last: Span | undefined): Close | null {
    const span = nextHour(last, this.times.clock.nowUs());
    return span && { type: 'UsageHourClosed', data: span };
  }

  async #month(last: Last | undefined): Promise<Close | null> {
    if (!this.#isSameZone(last)) return null;
    const { calendar, clock, graceSeconds } = this.times;
    const firstFactUs = last ? undefined : await this.#firstFact();
    const now = { nowUs: clock.nowUs(), graceUs: graceSeconds * 1_000_000 };
    const month = nextMonth({ last, firstFactUs }, calendar, now);
    // Each of its hours comes before it in the log, so that credit that expires within it has paid what it may.
    if (!month || month.toUs > this.#hoursToUs) return null;
    const { period, fromUs, toUs } = month;
    return { type: 'BillingPeriodClosed', data: { period, fromUs, toUs, timeZone: calendar.timeZone } };
  }

  /** When the log begins, once it has begun. */
  async #firstFact(): Promise<number | undefined> {
    if (this.#firstFactUs !== undefined) return this.#firstFactUs;
    const [first] = await this.store.readLog({ after: 0, limit: 1 });
    return (this.#firstFactUs = first && first.occurredAt.getTime() * 1000);
  }

  /** Months of another time zone would overlap those that are closed: none is closed until the setting is as it was. */
  #isSameZone(last: Last | undefined): boolean {
    const timeZone = last?.timeZone ?? this.times.calendar.timeZone;
    if (timeZone === this.times.calendar.timeZone) return true;
    if (this.#otherZone !== timeZone)
      this.log.error(
        { event: 'closes.other_time_zone', closedIn: timeZone, configured: this.times.calendar.timeZone },
        `months were closed in ${timeZone}: set TIDEGATE_BILLING_TIME_ZONE to it again`,
      );
    this.#otherZone = timeZone;
    return false;
  }
}
