// What a simulation runs of this service: what an agent does about an answer, without processes.
export { type Known, type Turn, reconcile } from './replicas/reconcile.ts';
