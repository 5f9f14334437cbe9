import { Logger } from '@nestjs/common';
import { type DesiredReplica, INTENDED_STOPS, type StopCause } from '@tidegate/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { NotLaunchable } from '../launching/not-launchable.ts';
import { classifyExit, couldNotBind } from './exit.ts';
import type { LifeParts } from './life-parts.handler.ts';
import type { Known } from './reconcile.ts';
import {
  type ReplicaRecord,
  isSettled,
  restOf,
  withReady,
  withStarted,
  withStopped,
} from './replica-record.ts';
import { type DrivenReplica, NO_GROUP, type ReplicaExit } from '../drivers/replica.driver.ts';
import { watchHealth } from '../health/watch-health.loop.ts';
import { ReplicaRest } from '../sleeping/replica-rest.loop.ts';
import { StartTrace } from './start-trace.gateway.ts';

/** Of a replica that does not answer any more: there is nothing for it to finish. */
const UNHEALTHY_STOP_LIMIT_MS = 2000;
const LAST_LINES = 20;
const LONGEST_LINE = 1000;
const LAST_LINES_WITHIN_MS = 2500;
/** How often a replica whose port was taken from under it is given another one. */
const MOST_LAUNCHES = 3;

export type NewReplica = Readonly<{ desired: DesiredReplica; takenPorts: () => ReadonlySet<number> }>;

/** One replica on this node, from its start, or from its adoption, to its end. */
export class ReplicaLife {
  /** What puts it to sleep, and wakes it. */
  readonly rest: ReplicaRest;
  readonly #log = new Logger('ReplicaLife');
  readonly #end = Promise.withResolvers<undefined>();
  readonly #trace: StartTrace;
  /** Ends the looking at its health; each launch has its own. */
  #watching = new AbortController();
  #record: ReplicaRecord;
  #phase: Known['phase'] = 'alive';
  #stopCause: StopCause | undefined;
  #stopLimitMs = 0;
  #driven: DrivenReplica | undefined;
  #new: NewReplica | undefined;
  #launches = 0;

  /** @param changed there is something to tell the control plane */
  constructor(
    private readonly parts: LifeParts,
    record: ReplicaRecord,
    private readonly changed: () => void,
  ) {
    this.#record = record;
    this.rest = this.#resting();
    this.#trace = new StartTrace(record);
    if (!record.stopped) return;
    this.#phase = 'ended';
    this.#end.resolve(undefined);
  }

  get record(): ReplicaRecord {
    return this.#record;
  }

  get known(): Known {
    const { gpuIndices } = this.#record;
    const settled = isSettled(this.#record);
    return { replicaId: this.#id, phase: this.#phase, settled, gpuIndices, ...restOf(this.#record) };
  }

  /** Resolves when nothing of it runs and its end is written down. */
  get ended(): Promise<undefined> {
    return this.#end.promise;
  }

  begin(replica: NewReplica): void {
    this.#new = replica;
    void this.#launch(replica);
  }

  /** It runs already: an earlier agent has started it. */
  resume(driven: DrivenReplica): void {
    this.#started(driven);
    this.#runs(driven);
  }

  /** Its process is gone, and nobody saw how. */
  lose(): void {
    void this.exited({ replicaId: this.#id, exitCode: null, atUs: this.parts.clock.monotonicUs() });
  }

  stop(cause: StopCause, limitMs: number): void {
    if (this.#phase === 'ended') return;
    if (this.#phase === 'alive') {
      this.#phase = 'ending';
      this.#stopCause = cause;
      this.#watching.abort();
    }
    this.#stopLimitMs = limitMs;
    // Without a process yet, the launch sees the phase and ends by itself.
    if (!this.#driven) return;
    this.#driverStops(limitMs);
  }

  async exited({ exitCode, atUs, cause: told }: ReplicaExit): Promise<void> {
    if (this.#phase === 'ended') return;
    const cause = this.#stopCause ?? told;
    this.#phase = 'ending';
    this.#watching.abort();
    this.#driven = undefined;
    this.parts.registry.delete(this.#id);
    const lastLines = cause && INTENDED_STOPS.includes(cause) ? [] : await this.#lastLines();
    const end = { exitCode, lastLines };
    if (cause === undefined && this.#new && this.#mayLaunchAgain() && couldNotBind(end)) {
      this.#phase = 'alive';
      void this.#launch(this.#new);
      return;
    }
    this.#finish({ ...end, atUs, cause: cause ?? classifyExit(end) });
  }

  /** The agent ends and the replica stays: nobody looks at it any more. */
  leave(): void {
    this.#watching.abort();
  }

  /** Also on disk; what cannot be written is at least remembered by this agent. */
  keep(record: ReplicaRecord): void {
    this.#trace.follow(this.#record, record);
    this.#record = record;
    try {
      this.parts.memory.save(record);
    } catch (error) {
      this.#log.error(
        { event: 'replica.not_kept', replicaId: this.#id, error },
        'a record cannot be written',
      );
    }
  }

  #resting(): ReplicaRest {
    const life = {
      record: () => this.#record,
      keep: (record: ReplicaRecord) => {
        this.keep(record);
      },
      isAlive: () => this.#phase === 'alive' && this.#driven !== undefined,
      unwatch: () => {
        this.#watching.abort();
        if (this.#driven) this.#register(this.#driven);
      },
      watch: () => void this.#watch(this.#nowUs()),
      stop: (cause: StopCause) => {
        this.stop(cause, this.parts.settings.stopLimitMs);
      },
      changed: this.changed,
    };
    return new ReplicaRest(life, this.parts);
  }

  get #id(): string {
    return this.#record.replicaId;
  }

  async #launch(replica: NewReplica): Promise<void> {
    this.#launches += 1;
    this.#watching = new AbortController();
    try {
      const driven = await this.#trace.pulls(() => this.#start(replica, this.#watching.signal));
      if (!driven) this.#neverRan('orphaned', []);
      if (!driven || driven === 'left') return;
      this.#runs(driven);
      const { host, port } = this.#record;
      this.#log.log({ event: 'replica.started', replicaId: this.#id, host, port }, 'a replica was started');
      this.changed();
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const cause = error instanceof NotLaunchable ? error.stopCause : 'launch_failed';
      this.#neverRan(cause, [this.parts.known.hide(this.#id, words)]);
    }
  }

  /** @returns undefined when it must stop already; `left` when the agent ends: the next one begins it anew */
  async #start(
    { desired, takenPorts }: NewReplica,
    left: AbortSignal,
  ): Promise<DrivenReplica | 'left' | undefined> {
    const { secrets, planner, driver } = this.parts;
    const { nodeId } = this.#record;
    const values = await secrets.open({ ...desired, nodeId }, left);
    const planned = values && (await planner.plan(desired, values, takenPorts()));
    if (!planned || left.aborted) return this.#phase === 'alive' ? 'left' : undefined;
    const { launch, place, ...paths } = planned;
    this.keep({ ...this.#record, ...paths, ...place });
    const writes = (output: DrivenReplica['output']): void => {
      this.#register({ groupId: NO_GROUP, output });
    };
    const driven = await driver.start(launch, { nodeId, signal: left, writes }).catch((error: unknown) => {
      if (left.aborted) return undefined;
      throw error;
    });
    if (!driven) return this.#phase === 'alive' ? 'left' : undefined;
    this.#started(driven);
    return driven;
  }

  #started({ startedAtUs, place }: DrivenReplica): void {
    this.keep(withStarted({ ...this.#record, ...place }, startedAtUs));
  }

  #driverStops(limitMs: number): void {
    this.parts.driver.stop(this.#id, limitMs).catch((error: unknown) => {
      this.#log.error({ event: 'replica.not_stopped', replicaId: this.#id, error }, 'a replica does not end');
    });
  }

  #neverRan(cause: StopCause, lastLines: string[]): void {
    this.parts.registry.delete(this.#id);
    this.#finish({ cause: this.#stopCause ?? cause, exitCode: null, lastLines, atUs: this.#nowUs() });
  }

  #runs(driven: DrivenReplica): void {
    this.#driven = driven;
    this.#register(driven);
    // It was to stop while it was being started.
    if (this.#phase === 'ending') this.#driverStops(this.#stopLimitMs);
    else if (this.#record.rest === 'awake') void this.#watch(driven.startedAtUs);
    else this.rest.goOn();
  }

  #register({ groupId, output }: Pick<DrivenReplica, 'groupId' | 'output'>): void {
    const { replicaId, nodeId, endpointId, projectId, ...rest } = this.#record;
    const { host, port, metricsPort, metricsPath, healthPath, readyAtUs, rest: state } = rest;
    const { hardware, gpuIndices } = rest;
    const share = hardware && { share: { ...hardware, gpuIndices } };
    const whose = { replicaId, nodeId, endpointId, projectId };
    const place = { groupId, port, host, metricsPort, metricsPath, healthPath, output };
    this.parts.registry.put({ ...whose, ...place, ...share, ready: readyAtUs !== null && state === 'awake' });
  }

  async #watch(startedAtUs: number): Promise<void> {
    this.#watching = new AbortController();
    const { startupTimeoutSeconds, readyAtUs } = this.#record;
    const cause = await watchHealth(
      { target: this.#record, startedAtUs, startupTimeoutSeconds, isReady: readyAtUs !== null },
      {
        nowUs: () => this.#nowUs(),
        healthMs: this.parts.settings.healthMs,
        signal: this.#watching.signal,
        becameReady: () => this.#becameReady(),
      },
    );
    if (cause) this.stop(cause, UNHEALTHY_STOP_LIMIT_MS);
  }

  #becameReady(): void {
    // What answered was another program, which has the port that this one failed to take.
    if (!this.parts.driver.isAlive(this.#id)) return;
    const atUs = this.#nowUs();
    this.keep(withReady(this.#record, atUs));
    this.changed();
    if (this.#driven) this.#register(this.#driven);
    const startMs = (atUs - (this.#record.startedAtUs ?? atUs)) / 1000;
    this.#log.log({ event: 'replica.ready', replicaId: this.#id, startMs }, 'a replica is ready');
  }

  #finish(stop: NonNullable<ReplicaRecord['stopped']>): void {
    this.#watching.abort();
    this.#phase = 'ended';
    this.keep(withStopped(this.#record, stop));
    const { cause, exitCode } = stop;
    this.#log.log({ event: 'replica.stopped', replicaId: this.#id, cause, exitCode }, 'a replica has ended');
    this.#end.resolve(undefined);
    this.changed();
  }

  #mayLaunchAgain(): boolean {
    const { readyAtUs, sleptAtUs } = this.#record;
    return this.#launches < MOST_LAUNCHES && readyAtUs === null && sleptAtUs === null;
  }

  async #lastLines(): Promise<string[]> {
    const late = pause<readonly string[]>(LAST_LINES_WITHIN_MS, [], { ref: false });
    const lines = this.parts.lines.last(this.#id, LAST_LINES).catch(() => []);
    return (await Promise.race([lines, late])).slice(-LAST_LINES).map((line) => line.slice(0, LONGEST_LINE));
  }

  #nowUs(): number {
    return this.parts.clock.monotonicUs();
  }
}
