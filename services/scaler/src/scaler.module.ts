import { type DynamicModule, Module } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import { config } from './config.ts';
import { Traffic } from './observation/traffic.loop.ts';
import { FleetStore } from './scaling/fleet.store.ts';
import { Leader } from './scaling/leader.loop.ts';
import { ScaleEndpoint } from './scaling/scale-endpoint.handler.ts';
import { ScaleEndpoints, TICK_MS } from './scaling/scale-endpoints.loop.ts';
import { SayVisibility } from './visibility/say-visibility.handler.ts';
import { UNSEEN_AFTER_US } from './visibility/visibility.ts';
import { VISIBILITY_SETTINGS, WatchTraffic } from './visibility/watch-traffic.loop.ts';

@Module({})
export class ScalerModule {
  /** The tick comes from the environment, unless it is given. */
  static with(given: Readonly<{ tickMs?: number; unseenAfterUs?: number }> = {}): DynamicModule {
    return {
      module: ScalerModule,
      imports: [EventingModule.forRoot({ service: 'scaler' })],
      providers: [
        { provide: TICK_MS, useFactory: () => given.tickMs ?? config.TIDEGATE_SCALER_TICK_MS },
        {
          provide: VISIBILITY_SETTINGS,
          useFactory: () => ({
            lookMs: given.tickMs ?? config.TIDEGATE_SCALER_TICK_MS,
            unseenAfterUs: given.unseenAfterUs ?? UNSEEN_AFTER_US,
          }),
        },
        Leader,
        Traffic,
        FleetStore,
        ScaleEndpoint,
        ScaleEndpoints,
        SayVisibility,
        WatchTraffic,
      ],
    };
  }
}
