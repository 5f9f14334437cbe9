// What a simulation runs of this service: what an agent does about an answer, without processes.
export { type Known, reconcile } from './replicas/reconcile.ts';
