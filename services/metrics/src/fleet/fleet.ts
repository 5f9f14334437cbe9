import type { AnyEvent, Recorded } from '@tidegate/contracts';
import {
  type Happening,
  PHASES,
  type Phase,
  type Replica,
  type ReplicaEvent,
  atUsOf,
  happeningsOf,
  replicaAfter,
} from './replica.ts';

export type Endpoint = Readonly<{
  endpointId: string;
  projectId: string;
  name: string;
  createdAtUs: number;
  desired: number;
}>;
/** Of one that is deleted, too: its past stays readable. Epoch microseconds. */
export type Life = Readonly<{ projectId: string; fromUs: number; untilUs: number }>;

/** What has happened is told for so long: who counts it looks much more often. */
const TOLD_US = 900_000_000;
const MOST_HAPPENINGS = 20_000;
/** Deleted endpoints whose past can be read. */
const MOST_DELETED = 100_000;

/** Endpoints that are not deleted, their replicas, and what happened lately, as the log tells it. */
export class Fleet {
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #deleted = new Map<string, Life>();
  readonly #replicas = new Map<string, Replica>();
  readonly #byEndpoint = new Map<string, Set<string>>();
  #happenings: Happening[] = [];

  apply(event: Recorded<AnyEvent>): void {
    if (isOfReplica(event)) this.#applyReplica(event);
    else this.#applyEndpoint(event);
  }

  endpoint(endpointId: string): Endpoint | undefined {
    return this.#endpoints.get(endpointId);
  }

  lifeOf(endpointId: string): Life | undefined {
    const known = this.#endpoints.get(endpointId);
    if (!known) return this.#deleted.get(endpointId);
    return { projectId: known.projectId, fromUs: known.createdAtUs, untilUs: Infinity };
  }

  endpoints(): Iterable<Endpoint> {
    return this.#endpoints.values();
  }

  /** In the order of their ids. */
  ofProject(projectId: string | null): Endpoint[] {
    return [...this.#endpoints.values()]
      .filter((endpoint) => projectId === null || endpoint.projectId === projectId)
      .sort((a, b) => (a.endpointId < b.endpointId ? -1 : 1));
  }

  /** The newest last. */
  replicasOf(endpointId: string): string[] {
    return [...(this.#byEndpoint.get(endpointId) ?? [])];
  }

  readyOf(endpointId: string): string[] {
    return this.replicasOf(endpointId).filter((id) => this.#replicas.get(id)?.phase === 'ready');
  }

  phasesOf(endpointId: string): Record<Phase, number> {
    const counts = Object.fromEntries(PHASES.map((phase) => [phase, 0])) as Record<Phase, number>;
    for (const id of this.#byEndpoint.get(endpointId) ?? []) {
      const replica = this.#replicas.get(id);
      if (replica) counts[replica.phase]++;
    }
    return counts;
  }

  /** What happened behind a position of the log, in its order. */
  happenedAfter(position: number): Happening[] {
    const first = this.#happenings.findLastIndex((happening) => happening.position <= position) + 1;
    return this.#happenings.slice(first);
  }

  #applyReplica(event: ReplicaEvent): void {
    const { replicaId, endpointId } = event.data;
    const before = this.#replicas.get(replicaId);
    this.#keep(happeningsOf(before, event), atUsOf(event));
    const after = replicaAfter(before, event);
    const own = this.#byEndpoint.get(endpointId) ?? new Set();
    if (after) {
      this.#replicas.set(replicaId, after);
      this.#byEndpoint.set(endpointId, own.add(replicaId));
      return;
    }
    this.#replicas.delete(replicaId);
    own.delete(replicaId);
    if (own.size === 0) this.#byEndpoint.delete(endpointId);
  }

  #applyEndpoint(event: Recorded<AnyEvent>): void {
    switch (event.type) {
      case 'EndpointRequested':
        this.#endpoints.set(event.data.endpointId, {
          endpointId: event.data.endpointId,
          projectId: event.data.projectId,
          name: event.data.spec.name,
          createdAtUs: atUsOf(event),
          desired: 0,
        });
        break;
      case 'EndpointUpdated':
        this.#change(event.data.endpointId, { name: event.data.spec.name });
        break;
      case 'ScaleDecided':
        this.#change(event.data.endpointId, { desired: event.data.to });
        break;
      case 'EndpointDeleted':
        this.#delete(event.data.endpointId, atUsOf(event));
        break;
      default:
    }
  }

  #delete(endpointId: string, untilUs: number): void {
    const life = this.lifeOf(endpointId);
    if (!this.#endpoints.delete(endpointId) || !life) return;
    this.#deleted.set(endpointId, { ...life, untilUs });
    for (const oldest of this.#deleted.keys())
      if (this.#deleted.size > MOST_DELETED) this.#deleted.delete(oldest);
  }

  #change(endpointId: string, change: Partial<Pick<Endpoint, 'name' | 'desired'>>): void {
    const known = this.#endpoints.get(endpointId);
    if (known) this.#endpoints.set(endpointId, { ...known, ...change });
  }

  #keep(happenings: readonly Happening[], nowUs: number): void {
    if (happenings.length === 0) return;
    this.#happenings.push(...happenings);
    const tooOld = this.#happenings.findIndex(({ atUs }) => atUs >= nowUs - TOLD_US);
    const tooMany = this.#happenings.length - MOST_HAPPENINGS;
    const drop = Math.max(tooOld, tooMany, 0);
    if (drop > 0) this.#happenings = this.#happenings.slice(drop);
  }
}

const isOfReplica = (event: Recorded<AnyEvent>): event is ReplicaEvent => event.type.startsWith('Replica');
