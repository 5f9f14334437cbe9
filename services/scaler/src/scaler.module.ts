import { type DynamicModule, Module } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import { config } from './config.ts';
import { Traffic } from './observation/traffic.loop.ts';
import { FleetStore } from './scaling/fleet.store.ts';
import { Leader } from './scaling/leader.loop.ts';
import { ScaleEndpoint } from './scaling/scale-endpoint.handler.ts';
import { ScaleEndpoints, TICK_MS } from './scaling/scale-endpoints.loop.ts';

@Module({})
export class ScalerModule {
  /** The tick comes from the environment, unless it is given. */
  static with(given: Readonly<{ tickMs?: number }> = {}): DynamicModule {
    return {
      module: ScalerModule,
      imports: [EventingModule.forRoot({ service: 'scaler' })],
      providers: [
        { provide: TICK_MS, useFactory: () => given.tickMs ?? config.TIDEGATE_SCALER_TICK_MS },
        Leader,
        Traffic,
        FleetStore,
        ScaleEndpoint,
        ScaleEndpoints,
      ],
    };
  }
}
