// What a simulation runs of this service: the decisions as they are, without Postgres, bus or timers.
export { EndpointWatch } from './observation/endpoint-watch.ts';
export { decide } from './scaling/decide.ts';
export { Fleet, type Tracked } from './scaling/fleet.ts';
export type { FleetStore } from './scaling/fleet.store.ts';
export type { Leader } from './scaling/leader.loop.ts';
export { ScaleEndpoint } from './scaling/scale-endpoint.handler.ts';
