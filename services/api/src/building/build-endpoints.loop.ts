import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Endpoints } from '../endpoints/endpoint.handler.ts';
import { CHECK_LIMIT_MS, MOST_CHECKS, pauseAfterMs } from './build-pace.ts';
import { ModelSources, type Reachability } from './model-sources.ts';
import { type ClaimedBuild, PendingBuilds } from './pending-builds.store.ts';

const CONCURRENCY = 8;
/** For what another process began and did not finish, and for what is due again. */
const EVERY_MS = 1000;

/** Finishes builds: looks whether what an endpoint runs can be had, some at once, and says what came of it. */
@Injectable()
export class BuildEndpoints implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('build-endpoints');
  readonly #inWork = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  readonly #end = new AbortController();
  #lastProblem = '';

  constructor(
    private readonly pending: PendingBuilds,
    private readonly sources: ModelSources,
    private readonly endpoints: Endpoints,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.wake();
    }, EVERY_MS);
    this.wake();
  }

  /** What is waited for is left to whoever comes next. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#end.abort();
    clearInterval(this.#timer);
    await this.#looking;
    await Promise.all(this.#inWork);
  }

  wake(): void {
    if (this.#end.signal.aborted) return;
    if (this.#looking) this.#again = true;
    else
      this.#looking = this.#look().finally(() => {
        this.#looking = undefined;
        if (!this.#again) return;
        this.#again = false;
        this.wake();
      });
  }

  async #look(): Promise<void> {
    const room = CONCURRENCY - this.#inWork.size;
    if (room <= 0) return;
    try {
      for (const build of await this.pending.claim(room)) this.#begin(build);
      this.#lastProblem = '';
    } catch (error) {
      this.#warn('builds.not_seen', error);
    }
  }

  #begin(build: ClaimedBuild): void {
    const work = this.#build(build).finally(() => {
      this.#inWork.delete(work);
      this.wake();
    });
    this.#inWork.add(work);
  }

  async #build(build: ClaimedBuild): Promise<void> {
    try {
      await this.#finish(build, await this.#check(build));
    } catch (error) {
      const isEnd = this.#end.signal.aborted;
      if (!isEnd) this.#warn('build.not_finished', error);
      // Without Postgres this is not remembered either: the claim then ends by itself.
      await this.pending.later(build, isEnd ? 0 : pauseAfterMs(build.attempts)).catch(() => undefined);
    }
  }

  async #check({ spec, attempts }: ClaimedBuild): Promise<Reachability> {
    if (attempts > MOST_CHECKS) return { ok: true };
    const limit = AbortSignal.any([this.#end.signal, AbortSignal.timeout(CHECK_LIMIT_MS)]);
    let tooLong: () => void = () => undefined;
    const over = new Promise<never>((_resolve, reject) => {
      tooLong = () => {
        reject(new Error(`the source of ${spec.model} did not answer within ${CHECK_LIMIT_MS} ms`));
      };
      limit.addEventListener('abort', tooLong);
      if (limit.aborted) tooLong();
    });
    try {
      return await Promise.race([this.sources.check(spec), over]);
    } finally {
      limit.removeEventListener('abort', tooLong);
    }
  }

  async #finish(build: ClaimedBuild, found: Reachability): Promise<void> {
    const { endpointId, projectId, revision, cause } = build;
    const failure = found.ok ? null : found.reason;
    const { state } = await this.endpoints.handle(
      endpointId,
      { type: 'FinishBuild', endpointId, projectId, revision, failure },
      cause,
    );
    // It was updated meanwhile: this was the outcome of an older revision, and the newer one takes its place.
    if (state.status === 'building') return this.pending.later(build, pauseAfterMs(1));
    await this.pending.done(build);
    const fields = { event: failure ? 'build.failed' : 'build.finished', endpointId, revision };
    this.#log.log({ ...fields, ...(failure && { reason: failure.code }) }, failure?.message ?? 'built');
  }

  /** Said once per cause: what fails is tried again soon. */
  #warn(event: string, error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    if (problem !== this.#lastProblem) this.#log.warn({ event, error: problem }, problem);
    this.#lastProblem = problem;
  }
}
