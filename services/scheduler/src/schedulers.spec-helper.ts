import type { Event } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testDatabase, testNats, testService } from '@tidegate/testing';
import { SchedulerModule } from './scheduler.module.ts';
import type { SchedulerSettings } from './settings.ts';

type Servers = Readonly<{
  databaseUrl: string;
  natsUrl: string;
  natsToken: string | undefined;
  drop: () => Promise<void>;
}>;

/** Scheduler processes on one log. */
export class Schedulers {
  readonly #open: TestService[] = [];

  private constructor(private readonly servers: Servers) {}

  static async fresh(): Promise<Schedulers> {
    const [database, nats] = await Promise.all([testDatabase(), testNats()]);
    const drop = async () => {
      await Promise.all([database.drop(), nats.drop()]);
    };
    return new Schedulers({ databaseUrl: database.url, natsUrl: nats.url, natsToken: nats.token, drop });
  }

  async start(settings: Partial<SchedulerSettings> = {}): Promise<TestService> {
    const { databaseUrl, natsUrl, natsToken } = this.servers;
    const service = await testService({
      service: 'scheduler',
      module: SchedulerModule.with({ leaseSeconds: 20, drainLimitSeconds: 1, ...settings }),
      beside: { databaseUrl, natsUrl, natsToken },
    });
    this.#open.push(service);
    return service;
  }

  async close(service: TestService): Promise<void> {
    this.#open.splice(this.#open.indexOf(service), 1);
    await service.close();
  }

  async end(): Promise<void> {
    while (this.#open[0]) await this.close(this.#open[0]);
    await this.servers.drop();
  }
}

type Append = EventStore['append'];

/** What a process has decided goes through here before it is in the log. */
const between = (service: TestService, wait: (streamId: string, events: readonly Event[]) => unknown) => {
  const store = service.get(EventStore);
  const append: Append = store.append.bind(store);
  store.append = async (...args) => {
    await wait(args[0], args[2]);
    return append(...args);
  };
  return () => {
    store.append = append;
  };
};

/** A process that is paused between a decision and its append, the first time that `when` says so. */
export const pausedAt = (
  service: TestService,
  when: (streamId: string, events: readonly Event[]) => boolean,
): Readonly<{ asleep: Promise<void>; wake: () => void }> => {
  const [asleep, woken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const restore = between(service, async (streamId, events) => {
    if (!when(streamId, events)) return;
    restore();
    asleep.resolve();
    await woken.promise;
  });
  return { asleep: asleep.promise, wake: woken.resolve };
};

/** A process whose appends come late by chance. */
export const slowedBy = (service: TestService, random: () => number, mostMs: number): void => {
  between(service, async () => {
    if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * mostMs));
  });
};

/** Postgres gives up on whoever sleeps in a transaction. */
export const endSleepers = async (service: TestService): Promise<number> => {
  const rows = await service.get(Db).query(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and state = 'idle in transaction' and pid <> pg_backend_pid()
      and clock_timestamp() - state_change > interval '500 ms'`);
  return rows.length;
};

/** All of the read model's replicas but the times that its own appends were given before the log's were known. */
export const replicasOf = async (service: TestService): Promise<unknown[]> =>
  service.get(Db).query(sql`
    select id, endpoint_id, revision, state, node_id, gpu_indices, simulated, stop_cause, draining_position,
           delayed, started_at_us, ready_at_us, stopped_at_us
    from replicas order by id`);

/** The same small generator everywhere: a failing run can be run again. */
export const randomFrom = (seed: number) => () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return seed / 0x7fffffff;
};
