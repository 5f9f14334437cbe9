export { type Config, type CommonSettings, defineConfig } from './config.ts';
export { JsonLogger } from './logger.ts';
export { type OutboundTarget, pinnedTo, targetOf } from './outbound-target.ts';
export { isPublicAddress } from './public-address.ts';
export { Readiness } from './readiness.ts';
export { type Sealed, SealingKeys } from './sealing-keys.ts';
export { type RunningService, type ServiceOptions, runService } from './service.ts';
export { type StartOptions, connectionsOf, start } from './start.ts';
export { exportsTraces, startTelemetry } from './telemetry.ts';
