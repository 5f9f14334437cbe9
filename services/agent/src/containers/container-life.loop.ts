import { Logger } from '@nestjs/common';
import type Docker from 'dockerode';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@tidegate/eventing/nest';
import type { DrivenReplica, ReplicaExit } from '../drivers/replica.driver.ts';
import { type ContainerState, monotonicUsOf, outOfMemoryWords } from './container-end.ts';
import type { ContainerOutput } from './container-output.store.ts';
import { type Daemon, statusOf, wordsOf } from './daemon.gateway.ts';
import { followLog } from './follow-log.loop.ts';
import { watchEnd } from './watch-end.loop.ts';

export type RunningContainer = Readonly<{
  driven: DrivenReplica;
  container: Docker.Container;
  output: ContainerOutput;
  memoryMib: number;
  stopSignal: string;
}>;

/** The rest of what a container has written is read within moments of its end. */
const REST_WITHIN_MS = 10_000;
/** A killed container is gone within milliseconds; after so long it is killed again. */
const KILL_AGAIN_MS = 2000;
const PAUSE_WITHIN_MS = 20_000;

/** One container from its start, or its adoption, to its end. */
export class ContainerLife {
  readonly #log = new Logger('ContainerLife');
  readonly #left = new AbortController();
  readonly #following = new AbortController();
  readonly #end = Promise.withResolvers<undefined>();
  #state: ContainerState | 'gone' | undefined;

  constructor(
    readonly running: RunningContainer,
    private readonly tools: Readonly<{ daemon: Daemon; clock: Pick<Clock, 'monotonicUs'> }>,
    private readonly ended: (exit: ReplicaExit) => void,
  ) {}

  begin(): void {
    void this.#run();
  }

  /** The agent ends and the container stays. */
  leave(): void {
    this.#left.abort();
    this.#following.abort();
    this.#end.resolve(undefined);
  }

  /** @throws when it has not come to stand still within the limit */
  async freeze(): Promise<void> {
    await this.#pause(true, AbortSignal.any([this.#left.signal, AbortSignal.timeout(PAUSE_WITHIN_MS)]));
  }

  async thaw(): Promise<void> {
    await this.#pause(false, AbortSignal.any([this.#left.signal, AbortSignal.timeout(PAUSE_WITHIN_MS)]));
  }

  /** Resolves when its end was told. While the daemon is away it is asked again: nobody else will. */
  async stop(limitMs: number): Promise<void> {
    if (limitMs > 0) {
      const over = AbortSignal.any([this.#left.signal, AbortSignal.timeout(limitMs)]);
      void this.#wakeAndSignal(this.running.stopSignal, over);
      if (await within(this.#end.promise, limitMs)) return;
    }
    while (!this.#left.signal.aborted) {
      await this.#wakeAndSignal('SIGKILL', this.#left.signal);
      if (await within(this.#end.promise, KILL_AGAIN_MS)) return;
    }
  }

  async #run(): Promise<void> {
    const { container, output } = this.running;
    const isOver = (): boolean => this.#state !== undefined;
    const copied = followLog({ container, output, isOver }, this.#following.signal);
    this.#state = await watchEnd(container, this.tools.daemon, this.#left.signal);
    if (this.#state === undefined) return;
    await within(copied, REST_WITHIN_MS);
    this.#following.abort();
    this.#tell(this.#state);
    this.#end.resolve(undefined);
  }

  #tell(state: ContainerState | 'gone'): void {
    const { replicaId, startedAtUs } = this.running.driven;
    const now = { monotonicUs: this.tools.clock.monotonicUs(), wallUs: Date.now() * 1000 };
    if (state === 'gone') {
      this.ended({ replicaId, exitCode: null, atUs: now.monotonicUs });
      return;
    }
    if (state.OOMKilled) this.#say(outOfMemoryWords(this.running.memoryMib));
    const atUs = monotonicUsOf(state.FinishedAt, now, startedAtUs);
    const exit = { replicaId, exitCode: state.ExitCode, atUs };
    this.ended(state.OOMKilled ? { ...exit, cause: 'out_of_memory' } : exit);
  }

  #say(words: string): void {
    try {
      this.running.output.say(words);
    } catch (error) {
      const { replicaId } = this.running.driven;
      this.#log.warn({ event: 'container.not_said', replicaId, words, error }, 'a line cannot be written');
    }
  }

  /** A container that stands still hears nothing, and some daemons refuse to tell it anything. */
  async #wakeAndSignal(signal: string, over: AbortSignal): Promise<void> {
    await this.#pause(false, over).catch(() => undefined);
    await this.#signal(signal, over);
  }

  /** The daemon refuses what is so already, and may be asked twice. */
  async #pause(shallPause: boolean, over: AbortSignal): Promise<void> {
    const { container } = this.running;
    const { daemon } = this.tools;
    const isSo = async (): Promise<boolean> => {
      const { State } = await daemon.ask((abortSignal) => container.inspect({ abortSignal }), over);
      return State.Paused === shallPause;
    };
    if (await isSo()) return;
    const asked = daemon.ask(async (abortSignal) => {
      await (shallPause ? container.pause({ abortSignal }) : container.unpause({ abortSignal }));
    }, over);
    await asked.catch(async (error: unknown) => {
      if (!(await isSo())) throw error;
    });
  }

  async #signal(signal: string, over: AbortSignal): Promise<void> {
    const { container, driven } = this.running;
    try {
      await this.tools.daemon.ask((abortSignal) => container.kill({ signal, abortSignal }), over);
    } catch (error) {
      // Gone, or not running: both are what was asked for.
      if (over.aborted || [404, 409].includes(statusOf(error) ?? 0)) return;
      const { replicaId } = driven;
      this.#log.warn(
        { event: 'container.not_signalled', replicaId, signal, error: wordsOf(error) },
        'not stopped yet',
      );
    }
  }
}

/** @returns whether it came in time */
const within = async (event: Promise<unknown>, ms: number): Promise<boolean> => {
  const over = new AbortController();
  const late = pause(ms, false, { signal: over.signal }).catch(() => false);
  const came = await Promise.race([event.then(() => true), late]);
  over.abort();
  return came;
};
