import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SUBJECTS } from '@tidegate/contracts';
import { Bus, type Lease, Leases } from '@tidegate/eventing/nest';
import { Means } from '../calls/means.gateway.ts';
import { Tables } from '../calls/tables.gateway.ts';
import { type Endpoint, isClosed } from '../routing/endpoint.ts';
import { type Backlog, DueInvocations } from './due-invocations.store.ts';

const EVERY_MS = 1000;
const LEASE_MS = 10_000;

type Counted = Omit<Backlog, 'endpointId'>;
const NONE: Counted = { due: 0, waiting: 0, bytes: 0 };

/**
 * How many invocations of each endpoint wait. Each gateway counts, since each runs some; one of them says it to the scaler as
 * requests that wait, so that a backlog wakes an endpoint and nothing is counted twice.
 */
@Injectable()
export class Backlogs implements OnApplicationBootstrap, OnModuleDestroy {
  /** Something is due that nobody may know of. */
  due: () => void = () => undefined;
  readonly #log = new Logger('invocations');
  #known = new Map<string, Counted>();
  #lease: Lease | undefined;
  #unlisten: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #counting: Promise<void> | undefined;
  #isStale = false;
  #stopped = false;
  #problem = '';

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly invocations: DueInvocations,
    private readonly tables: Tables,
    private readonly means: Means,
    private readonly bus: Bus,
    private readonly leases: Leases,
  ) {}

  onApplicationBootstrap(): void {
    this.#lease = this.leases.keep('gateway.invocation-backlogs', { ttlMs: LEASE_MS });
    this.#unlisten = this.bus.listen(SUBJECTS.invocationQueued('*'), () => {
      this.look();
    });
    this.#timer = setInterval(() => {
      this.look();
    }, EVERY_MS);
    this.look();
  }

  /** Another gateway says it from here on. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    this.#unlisten();
    this.#stopped = true;
    await this.#counting;
    await this.#lease?.release();
    this.#say();
  }

  of(endpointId: string): Counted {
    return this.#known.get(endpointId) ?? NONE;
  }

  /** Endpoints with something that waits. */
  endpointIds(): Iterable<string> {
    return this.#known.keys();
  }

  /** One more was accepted. Whoever counts next sees it too. */
  accepted(endpointId: string, bytes: number): void {
    const { due, ...known } = this.of(endpointId);
    this.#known.set(endpointId, { due, waiting: known.waiting + 1, bytes: known.bytes + bytes });
  }

  /** So many are taken, or all that were due. */
  took(endpointId: string, count: number): void {
    const known = this.#known.get(endpointId);
    if (!known) return;
    this.#known.set(endpointId, { ...known, due: Math.max(0, known.due - count) });
    const endpoint = this.tables.routing.endpoint(endpointId);
    if (endpoint) this.#sayOf(endpoint);
  }

  /** Counts now, or once more when it is just being done. */
  look(): void {
    if (this.#counting) {
      this.#isStale = true;
      return;
    }
    this.#counting = this.#count().finally(() => {
      this.#counting = undefined;
      if (!this.#isStale || this.#stopped) return;
      this.#isStale = false;
      this.look();
    });
  }

  async #count(): Promise<void> {
    try {
      const backlogs = await this.invocations.backlogs();
      this.#known = new Map(backlogs.map(({ endpointId, ...backlog }) => [endpointId, backlog]));
      this.#problem = '';
    } catch (error) {
      this.#notCounted((error as Error).message);
      return;
    }
    this.#say();
    this.due();
  }

  #say(): void {
    for (const endpoint of this.tables.routing.endpoints()) this.#sayOf(endpoint);
  }

  #sayOf(endpoint: Endpoint): void {
    const { traffic } = endpoint;
    const before = traffic.backlog;
    const isOurs = this.#lease?.held === true;
    traffic.backlog = isOurs && !isClosed(endpoint) ? this.of(endpoint.id).due : 0;
    if (before === 0 && traffic.backlog > 0) this.means.room.wanted(endpoint);
  }

  /** Said once per cause: the database may be away for long. */
  #notCounted(problem: string): void {
    if (problem !== this.#problem)
      this.#log.warn({ event: 'invocations.not_counted', error: problem }, `nothing is run: ${problem}`);
    this.#problem = problem;
  }
}
