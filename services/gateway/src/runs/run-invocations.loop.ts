import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SUBJECTS } from '@tidegate/contracts';
import { Bus } from '@tidegate/eventing/nest';
import { Means } from '../calls/means.gateway.ts';
import { Tables } from '../calls/tables.gateway.ts';
import type { Try } from '../invocations/invocation.ts';
import type { Stored } from '../invocations/invocation-row.ts';
import { type Endpoint, isClosed } from '../routing/endpoint.ts';
import { Backlogs } from './backlogs.loop.ts';
import { type Call, CallReplica } from './call-replica.gateway.ts';
import { DueInvocations } from './due-invocations.store.ts';
import { endpointRoom } from './endpoint-room.ts';
import { type Wish, fairShares } from './fair-shares.ts';
import { SettleInvocations } from './settle-invocations.handler.ts';

/** Room at a replica shows only in memory: it is looked for so often. */
const EVERY_MS = 250;
const AT_ONCE = 32;

type Running = Readonly<{ endpointId: string; of: Try }> & { call?: Call; isCalledBack: boolean };

/**
 * Runs invocations as far as replicas have room for them: none waits at the front door, and nothing is taken that cannot be sent
 * at once. What waits is what the database has, shared by all gateways.
 */
@Injectable()
export class RunInvocations implements OnApplicationBootstrap, OnModuleDestroy {
  /** One life of this process. What it takes at a time it holds under a name of its own: no try is taken for one before it. */
  readonly holder = `gateway-${randomBytes(6).toString('hex')}`;
  readonly #log = new Logger('invocations');
  readonly #running = new Map<string, Running>();
  readonly #ending = new Set<Promise<void>>();
  #timers: NodeJS.Timeout[] = [];
  #taking: Promise<void> | undefined;
  #unlisten: () => void = () => undefined;
  #stopped = false;
  #takings = 0;
  #problem = '';

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly backlogs: Backlogs,
    private readonly invocations: DueInvocations,
    private readonly settle: SettleInvocations,
    private readonly calls: CallReplica,
    private readonly tables: Tables,
    private readonly means: Means,
    private readonly bus: Bus,
  ) {}

  get size(): number {
    return this.#running.size;
  }

  onApplicationBootstrap(): void {
    const { invocationLeaseMs } = this.means.settings;
    const every = (ms: number, run: () => void): NodeJS.Timeout => setInterval(run, ms);
    this.#timers = [
      every(EVERY_MS, () => {
        this.#take();
      }),
      every(invocationLeaseMs / 3, () => void this.#hold()),
    ];
    this.backlogs.due = () => {
      this.#take();
    };
    this.#unlisten = this.bus.listen(SUBJECTS.invocationCancelled('*'), (_data, subject) => {
      this.#callBack(subject.slice(subject.lastIndexOf('.') + 1));
    });
  }

  /** Nothing new; what runs gets the time that callers get, then others go on with it. */
  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    this.#unlisten();
    await this.#taking;
    const timer = setTimeout(() => {
      for (const id of this.#running.keys()) this.#callBack(id);
    }, this.means.settings.drainMs);
    await Promise.all(this.#ending);
    this.settle.stop();
    clearTimeout(timer);
    for (const each of this.#timers) clearInterval(each);
  }

  #take(): void {
    if (this.#stopped || !this.tables.loaded) return;
    this.#taking ??= this.#takeSome()
      .then(
        () => {
          this.#problem = '';
        },
        (error: unknown) => {
          this.#notTaken((error as Error).message);
        },
      )
      .finally(() => (this.#taking = undefined));
  }

  async #takeSome(): Promise<void> {
    const shares = fairShares(this.#wishes(), this.#most());
    for (const [endpointId, share] of shares) {
      const endpoint = this.tables.routing.endpoint(endpointId);
      if (!endpoint || this.#stopped) continue;
      const holder = `${this.holder}.${String(++this.#takings)}`;
      const taken = await this.invocations.take({
        endpointId,
        holder,
        leaseMs: this.means.settings.invocationLeaseMs,
        limit: Math.min(share, AT_ONCE),
        most: endpoint.ready.length * endpoint.configured.releasePerReplica,
      });
      for (const stored of taken) this.#start(endpoint, stored, holder);
      this.backlogs.took(endpointId, taken.length);
    }
  }

  /** What the process may run, and has memory for. */
  #most(): number {
    return Math.min(this.means.settings.invocationConcurrency, this.#running.size + this.calls.room);
  }

  #wishes(): Wish[] {
    const nowMs = performance.now();
    const running = Map.groupBy(this.#running.values(), ({ endpointId }) => endpointId);
    const wanting = new Set([...running.keys(), ...this.backlogs.endpointIds()]);
    return [...wanting].map((endpointId) => {
      const endpoint = this.tables.routing.endpoint(endpointId);
      const room = endpoint && !isClosed(endpoint) ? endpointRoom(endpoint, nowMs) : 0;
      const { due } = this.backlogs.of(endpointId);
      return { endpointId, due, room, running: running.get(endpointId)?.length ?? 0 };
    });
  }

  #start(endpoint: Endpoint, stored: Stored, holder: string): void {
    const running: Running = {
      endpointId: endpoint.id,
      of: { holder, attempt: stored.life.attempts },
      isCalledBack: false,
    };
    this.#running.set(stored.id, running);
    const ending = this.#run(endpoint, stored, running)
      .catch((error: unknown) => {
        this.#notTaken((error as Error).message);
      })
      .finally(() => {
        this.#ending.delete(ending);
        if (this.#running.get(stored.id) === running) this.#running.delete(stored.id);
        this.#take();
      });
    this.#ending.add(ending);
  }

  async #run(endpoint: Endpoint, stored: Stored, running: Running): Promise<void> {
    const { of } = running;
    const body = await this.settle.requestOf(stored.id).catch((error: unknown) => {
      this.#notTaken((error as Error).message);
      return null;
    });
    // It was not tried: that must cost it no try.
    if (body === null) await this.settle.settle(stored, of, { kind: 'turned_away' });
    // Cancelled meanwhile: an end takes the request with it.
    if (!body) return;
    const call = (running.call = this.calls.begin(endpoint, stored, body));
    if (running.isCalledBack) call.callBack();
    await this.settle.settle(stored, of, await call.result);
  }

  #callBack(id: string): void {
    const running = this.#running.get(id);
    if (!running) return;
    running.isCalledBack = true;
    running.call?.callBack();
  }

  /** Says that it is still at it; what is no longer its own is called back. */
  async #hold(): Promise<void> {
    const ids = [...this.#running.keys()];
    if (ids.length === 0) return;
    const holders = [...new Set([...this.#running.values()].map(({ of }) => of.holder))];
    try {
      const own = await this.settle.hold(holders, ids, this.means.settings.invocationLeaseMs);
      for (const id of ids) if (!own.has(id)) this.#callBack(id);
    } catch (error) {
      this.#notTaken((error as Error).message);
    }
  }

  /** Said once per cause: the database may be away for long. */
  #notTaken(problem: string): void {
    if (problem !== this.#problem)
      this.#log.warn({ event: 'invocations.not_run', error: problem }, `invocations wait: ${problem}`);
    this.#problem = problem;
  }
}
