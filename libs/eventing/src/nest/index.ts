export { Asker } from './asker.ts';
export { Bus, type Following } from './bus.ts';
export { Clock } from './clock.ts';
export { type Signal } from './cloud-event.ts';
export { Combiner } from './combiner.ts';
export { Connections } from './connections.ts';
export {
  Answers,
  Consumer,
  type EventOf,
  On,
  OnBatch,
  type SignalOf,
  Worker,
  projectionConsumer,
} from './consumer.ts';
export { Copies, type CopyTx } from './copies.ts';
export { Db, type MigrationClass, type Queries, type Tx } from './db.ts';
export { isConnectionError } from './connection-error.ts';
export { type Appended, Conflict, EventStore, type Kept } from './event.store.ts';
export { EventingModule } from './eventing.module.ts';
export { type Follower, Followers, type Snapshotting } from './followers.ts';
export { type RowGauge, observeRows } from './gauges.ts';
export { type Handled, type Handler, Handles } from './handler.ts';
export { JetStreamStrategy } from './jetstream.strategy.ts';
export { type Lease, type LeaseOptions, Leases } from './leases.loop.ts';
export type { CopyRange, Fact } from './log-copy.ts';
export { LogFeed } from './log-feed.ts';
export { Nats } from './nats.ts';
export { rebuild } from './rebuild.store.ts';
export { SpanKind, activeTraceparent, contextFromTraceparent, inSpan, linksTo } from './tracing.ts';
export { foldStream } from './fold-stream.ts';
export { Poison } from './transient.ts';
export type { Work, WorkerSettings } from './worker.consumer.ts';
export type { WantedHistory } from './wanted-history.ts';
