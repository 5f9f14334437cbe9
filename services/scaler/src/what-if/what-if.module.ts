import type { Provider } from '@nestjs/common';
import { SIMULATION_BOUNDS } from '@tidegate/contracts';
import { ExplainScaling } from './explain-scaling.controller.ts';
import { Explanations, LearnedStates } from './learned-states.ts';
import { RecordTraffic } from './record-traffic.loop.ts';
import { Replays } from './replays.handler.ts';
import { ExplainedEndpoints, SeenEndpoints } from './seen-endpoints.handler.ts';
import { WHAT_IF_SETTINGS, type WhatIfSettings } from './settings.ts';
import { SimulateScaling } from './simulate-scaling.controller.ts';
import { TrafficStore } from './traffic.store.ts';

/** Beside the one that runs. */
const MOST_WAITING = 4;

/** What the scaler’s module lists of this slice. */
export const whatIfControllers = [ExplainScaling, SimulateScaling];

/** @param keepDays read when the service starts */
export const whatIfProviders = (
  keepDays: () => number,
  given: Partial<Omit<WhatIfSettings, 'keepDays'>> = {},
): Provider[] => [
  TrafficStore,
  Replays,
  RecordTraffic,
  {
    provide: WHAT_IF_SETTINGS,
    useFactory: (): WhatIfSettings => ({
      limitMs: SIMULATION_BOUNDS.seconds * 1000,
      mostWaiting: MOST_WAITING,
      ...given,
      keepDays: keepDays(),
    }),
  },
];

/** What is asked of the rest of the scaler. */
export const whatIfSources: Provider[] = [
  { provide: LearnedStates, useClass: SeenEndpoints },
  { provide: Explanations, useClass: ExplainedEndpoints },
];
