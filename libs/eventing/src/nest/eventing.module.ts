import { type DynamicModule, Global, Inject, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { Asker } from './asker.ts';
import { Bus } from './bus.ts';
import { Clock } from './clock.ts';
import { Db, EVENTING_OPTIONS, type EventingOptions } from './db.ts';
import { EventStore } from './event.store.ts';
import { Followers } from './followers.ts';
import { InboxSweep } from './inbox.loop.ts';
import { Leases } from './leases.loop.ts';
import { LogFeed } from './log-feed.ts';
import { LogGauges } from './log-gauges.ts';
import { Nats } from './nats.ts';
import { Relay } from './relay.loop.ts';

/** Both servers are there before anything else of the service runs. */
@Injectable()
class Connect implements OnModuleInit {
  constructor(
    private readonly nats: Nats,
    @Inject(Db) private readonly db: Db | undefined,
  ) {}

  async onModuleInit(): Promise<void> {
    await Promise.all([this.nats.connect(), this.db?.connect()]);
  }
}

const OF_THE_BUS = [Nats, Bus, Asker, Clock];
const OF_THE_LOG = [EventStore, LogFeed, Followers, Leases, InboxSweep];

/** Everything of libs/eventing that a service injects. Connections come from the process (see bootstrap). */
@Global()
@Module({})
export class EventingModule {
  /** A service with the log: Postgres and the bus. */
  static forRoot(options: Partial<EventingOptions> & { service: string }): DynamicModule {
    const whole: EventingOptions = { relay: false, migrations: [], ...options };
    return {
      module: EventingModule,
      providers: [
        { provide: EVENTING_OPTIONS, useValue: whole },
        ...OF_THE_BUS,
        Db,
        ...OF_THE_LOG,
        ...(whole.relay ? [Relay, LogGauges] : []),
        Connect,
      ],
      exports: [...OF_THE_BUS, Db, EventStore, LogFeed, Followers, Leases, EVENTING_OPTIONS],
    };
  }

  /** A service that speaks only with the bus. */
  static forBus(options: { service: string }): DynamicModule {
    return {
      module: EventingModule,
      providers: [
        { provide: EVENTING_OPTIONS, useValue: { relay: false, migrations: [], ...options } },
        ...OF_THE_BUS,
        // Whoever asks for them learns that there are none.
        ...[Db, EventStore, LogFeed, Leases].map((provide) => ({ provide, useValue: undefined })),
        Connect,
      ],
      exports: [...OF_THE_BUS, EVENTING_OPTIONS],
    };
  }
}
