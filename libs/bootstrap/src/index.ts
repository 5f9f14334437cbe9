export { type Config, type CommonSettings, defineConfig } from './config.ts';
export { JsonLogger } from './logger.ts';
export { Readiness } from './readiness.ts';
export { type RunningService, type ServiceOptions, runService } from './service.ts';
export { type StartOptions, connectionsOf, start } from './start.ts';
export { startTelemetry } from './telemetry.ts';
