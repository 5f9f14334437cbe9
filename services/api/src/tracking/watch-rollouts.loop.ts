import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Bus, Clock, type Following } from '@tidegate/eventing/nest';
import { Endpoints } from '../endpoints/endpoint.handler.ts';
import { judgeRollout, worse } from './judge-rollout.ts';
import { type Counted, RolloutCounts } from './rollout-counts.ts';

const EVERY_MS = 1000;
/** Counters begin with the rollout: the newest sample of each gateway says all. */
const SINCE_SECONDS = 60;

/**
 * Gives up a rollout whose template fails more often than the one before. Every api process watches: the command's id
 * derives from the rollout, so that however many see it, it is given up once.
 */
@Injectable()
export class WatchRollouts implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('watch-rollouts');
  readonly #counts = new RolloutCounts();
  #following: Following | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lastProblem = '';

  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly endpoints: Endpoints,
  ) {}

  onApplicationBootstrap(): void {
    this.#following = this.bus.followSignals('MetricSampled', { sinceSeconds: SINCE_SECONDS }, (sample) => {
      // Agents measure replicas; only gateways know what became of requests.
      if (sample.replicaId === null) this.#counts.take(sample);
    });
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    }, EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#following?.stop();
    await this.#looking;
  }

  async #look(): Promise<void> {
    for (const counted of this.#counts.news(this.clock.nowUs()))
      if (judgeRollout(counted.candidate, counted.others) === 'worse') await this.#giveUp(counted);
  }

  async #giveUp(counted: Counted): Promise<void> {
    const { endpointId, to, candidate, others } = counted;
    try {
      const { state } = await this.endpoints.load(endpointId);
      if (state.status === 'absent' || state.rollout?.to !== to) return;
      const { projectId } = state;
      const reason = worse(candidate, others, to);
      await this.endpoints.handle(
        endpointId,
        { type: 'AbortRollout', endpointId, projectId, reason, to },
        causeOf({ commandId: deriveUuid('abort-rollout', endpointId, to), actor: 'service:api' }),
      );
      this.#lastProblem = '';
      this.#log.log({ event: 'rollout.aborted', endpointId, template: to }, reason.message);
    } catch (error) {
      this.#counts.again(counted);
      this.#notDone(endpointId, error instanceof Error ? error.message : String(error));
    }
  }

  /** Said once per cause: it is tried again each second. */
  #notDone(endpointId: string, problem: string): void {
    if (problem !== this.#lastProblem)
      this.#log.warn({ event: 'rollout.not_aborted', endpointId, error: problem }, problem);
    this.#lastProblem = problem;
  }
}
