import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { sql } from '../sql.ts';
import { Db } from './db.ts';
import { LoopPause } from './loop-pause.ts';

export type LeaseOptions = Readonly<{
  /** How long a holder that says nothing keeps it. */
  ttlMs?: number;
  gained?: (epoch: number) => void;
  lost?: () => void;
}>;

export type Lease = Readonly<{
  /** True while this process may act. Judged by this process's own monotonic clock, so a stalled process stops by itself. */
  held: boolean;
  /** Rises with every new holder: a decision names it, so that a later one overrules an earlier one. */
  epoch: number;
  release: () => Promise<void>;
}>;

const DEFAULT_TTL_MS = 2000;

/**
 * Leadership for liveness: one process works, the others wait. Safety never rests on it (a paused holder may still
 * think it leads); that is what expected versions are for.
 */
@Injectable()
export class Leases {
  readonly #kept = new Set<KeptLease>();

  constructor(private readonly db: Db) {}

  /** Tries for the lease from now on, and keeps it while it has it. */
  keep(name: string, options: LeaseOptions = {}): Lease {
    const lease = new KeptLease(this.db, { ...options, name, forget: () => this.#kept.delete(lease) });
    this.#kept.add(lease);
    return lease;
  }

  /** The names of the leases that somebody holds, of those that begin so; at most a thousand, in order. */
  async holding(prefix: string): Promise<string[]> {
    const rows = await this.db.query<{ name: string }>(sql`
      select name from es.leases where starts_with(name, ${prefix}) and until > clock_timestamp() order by name limit 1000`);
    return rows.map(({ name }) => name);
  }

  /** Forgets those that nobody has held for an hour: what takes a new name in each life would leave one each time. */
  async forget(prefix: string): Promise<void> {
    await this.db.query(sql`
      delete from es.leases where starts_with(name, ${prefix}) and until < clock_timestamp() - interval '1 hour'`);
  }

  /** Called when nothing of the service acts any more: others may take over at once. */
  async close(): Promise<void> {
    await Promise.all([...this.#kept].map((lease) => lease.release()));
  }
}

class KeptLease implements Lease {
  readonly #log: Logger;
  readonly #holder = randomUUID();
  readonly #ttlMs: number;
  readonly #pause = new LoopPause();
  readonly #running: Promise<void>;
  #epoch = 0;
  /** Monotonic milliseconds until which it is surely ours. */
  #until = 0;
  /** The epoch that the owner was told it has; 0 = none. */
  #told = 0;
  #expiry: NodeJS.Timeout | undefined;
  #released: Promise<void> | undefined;

  constructor(
    private readonly db: Db,
    private readonly options: LeaseOptions & { name: string; forget: () => void },
  ) {
    this.#log = new Logger(`Lease ${options.name}`);
    this.#ttlMs = options.ttlMs ?? DEFAULT_TTL_MS;
    this.#running = this.#run();
  }

  get held(): boolean {
    return !this.#released && performance.now() < this.#until;
  }

  get epoch(): number {
    return this.#epoch;
  }

  release(): Promise<void> {
    return (this.#released ??= this.#release());
  }

  async #release(): Promise<void> {
    this.#pause.stop();
    this.#until = 0;
    this.#announce();
    await this.#running;
    this.options.forget();
    // The row stays: the next holder's epoch must be higher than ours was.
    await this.db
      .query(
        sql`update es.leases set until = clock_timestamp() where name = ${this.options.name} and holder = ${this.#holder}`,
      )
      .catch(() => undefined);
  }

  async #run(): Promise<void> {
    // The caller has the lease in hand before anything is said about it.
    await Promise.resolve();
    for (let failures = 0; !this.#pause.stopped;) {
      try {
        await this.#renew();
        failures = 0;
      } catch (error) {
        if (++failures === 5) this.#log.warn(`cannot be renewed: ${(error as Error).message}`);
      }
      this.#announce();
      await this.#pause.untilWoken(this.#ttlMs / 3 + (Math.random() * this.#ttlMs) / 15);
    }
  }

  /** Takes it when it is free or ours; a new holder raises the epoch. The row's clock is Postgres's alone. */
  async #renew(): Promise<void> {
    const askedAt = performance.now();
    const interval = `${String(this.#ttlMs)} milliseconds`;
    const [row] = await this.db.query<{ epoch: number }>(sql`
      insert into es.leases as l (name, holder, epoch, until)
      values (${this.options.name}, ${this.#holder}, 1, clock_timestamp() + ${interval}::interval)
      on conflict (name) do update
        set holder = excluded.holder,
            epoch = l.epoch + case when l.holder = excluded.holder then 0 else 1 end,
            until = excluded.until
        where l.holder = excluded.holder or l.until < clock_timestamp()
      returning epoch`);
    this.#until = row && !this.#pause.stopped ? askedAt + this.#ttlMs : 0;
    this.#epoch = row?.epoch ?? this.#epoch;
  }

  /** Tells the owner what has changed. While it is held, the loss is announced when its time is over, even if Postgres never answers. */
  #announce(): void {
    clearTimeout(this.#expiry);
    const { held } = this;
    const now = held ? this.#epoch : 0;
    if (this.#told !== 0 && this.#told !== now) this.#tell(0);
    if (now !== 0 && this.#told !== now) this.#tell(now);
    if (held)
      this.#expiry = setTimeout(
        () => {
          this.#announce();
        },
        Math.max(1, this.#until - performance.now()),
      );
  }

  #tell(epoch: number): void {
    const gained = epoch !== 0;
    this.#log.log(
      { event: gained ? 'lease.gained' : 'lease.lost', epoch: gained ? epoch : this.#told },
      gained ? 'gained' : 'lost',
    );
    this.#told = epoch;
    try {
      if (gained) this.options.gained?.(epoch);
      else this.options.lost?.();
    } catch (error) {
      this.#log.error(`its owner failed: ${String(error)}`);
    }
  }
}
