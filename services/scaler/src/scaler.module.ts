import { type DynamicModule, Module } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import { config } from './config.ts';
import { CreateLearned1763900000000 } from './learned.migration.ts';
import { SayLoad } from './idleness/say-load.handler.ts';
import { LOAD_LOOK_MS, WatchLoad } from './idleness/watch-load.loop.ts';
import { KeepLearned } from './observation/keep-learned.loop.ts';
import { LearnedStore } from './observation/learned.store.ts';
import { Traffic } from './observation/traffic.loop.ts';
import { FleetStore } from './scaling/fleet.store.ts';
import { Leader } from './scaling/leader.loop.ts';
import { ScaleEndpoint } from './scaling/scale-endpoint.handler.ts';
import { ScaleEndpoints, TICK_MS } from './scaling/scale-endpoints.loop.ts';
import { SayVisibility } from './visibility/say-visibility.handler.ts';
import { UNSEEN_AFTER_US } from './visibility/visibility.ts';
import { CreateTraffic1764100000000 } from './scaler.migration.ts';
import { VISIBILITY_SETTINGS, WatchTraffic } from './visibility/watch-traffic.loop.ts';
import { whatIfControllers, whatIfProviders, whatIfSources } from './what-if/what-if.module.ts';

@Module({})
export class ScalerModule {
  /** The tick comes from the environment, unless it is given. */
  static with(given: Readonly<{ tickMs?: number; unseenAfterUs?: number }> = {}): DynamicModule {
    return {
      module: ScalerModule,
      imports: [
        EventingModule.forRoot({
          service: 'scaler',
          migrations: [CreateLearned1763900000000, CreateTraffic1764100000000],
        }),
      ],
      controllers: whatIfControllers,
      providers: [
        { provide: TICK_MS, useFactory: () => given.tickMs ?? config.TIDEGATE_SCALER_TICK_MS },
        {
          provide: VISIBILITY_SETTINGS,
          useFactory: () => ({
            lookMs: given.tickMs ?? config.TIDEGATE_SCALER_TICK_MS,
            unseenAfterUs: given.unseenAfterUs ?? UNSEEN_AFTER_US,
          }),
        },
        { provide: LOAD_LOOK_MS, useFactory: () => given.tickMs ?? config.TIDEGATE_SCALER_TICK_MS },
        Leader,
        LearnedStore,
        Traffic,
        KeepLearned,
        FleetStore,
        ScaleEndpoint,
        ScaleEndpoints,
        SayVisibility,
        WatchTraffic,
        SayLoad,
        WatchLoad,
        ...whatIfProviders(() => config.TIDEGATE_SCALER_TRAFFIC_DAYS),
        ...whatIfSources,
      ],
    };
  }
}
