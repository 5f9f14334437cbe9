export { freePort, isPortFree } from './free-port.ts';
export { LogTail } from './log-tail.ts';
export { findNats } from './nats-binary.ts';
export { installNats } from './nats-install.ts';
export { type Nats, type NatsOptions, startNats } from './nats.ts';
export { postgresDataFolder } from './postgres-folder.ts';
export { type Postgres, type PostgresOptions, startPostgres } from './postgres.ts';
export { commandOf, endProcess, isAlive, stampOf, type Step } from './process-facts.ts';
export { type Exit, sayExit } from './server-process.ts';
export {
  acquireServers,
  type AcquiredNats,
  type AcquiredPostgres,
  type ServerSource,
  serversOf,
  type ServersWay,
} from './acquire-servers.ts';
export { postgresUrl } from './postgres-handshake.ts';
