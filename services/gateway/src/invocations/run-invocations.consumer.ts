import { type SignalOf, Clock, On, Worker, type Work } from '@tidegate/eventing/nest';
import { CallReplica } from './call-replica.gateway.ts';
import { Means } from '../calls/means.gateway.ts';
import { type TryResult, isFinished, judge } from './invocation.ts';
import { InvocationStore, type Outcome } from './invocations.store.ts';

/** Takes accepted invocations from the queue and calls a replica for each, as a caller at the front door would. */
@Worker('gateway.run-invocations', {
  concurrency: 32,
  ackWaitSeconds: 30,
  maxDeliver: 6,
  backoffSeconds: [1, 5, 20, 60, 300],
})
export class RunInvocations {
  constructor(
    private readonly store: InvocationStore,
    private readonly calls: CallReplica,
    private readonly clock: Clock,
    private readonly means: Means,
  ) {}

  @On('InvocationQueued')
  async run({ data }: SignalOf<'InvocationQueued'>, work: Work): Promise<void> {
    const { invocationId: id, endpointId, projectId, queuedAtUs, expiresAtUs } = data;
    const known = await this.store.find(id);
    if (known && isFinished(known)) return;
    const queued = { id, endpointId, projectId, queuedAt: new Date(queuedAtUs / 1000) };
    await this.store.running(queued, work.attempt);
    if (this.clock.nowUs() > expiresAtUs) return this.#fail(work, id, 'It waited too long.');
    const result = await this.calls.call(data);
    if (!result) return this.#fail(work, id, 'The endpoint was deleted.');
    const verdict = judge(result, this.means.settings.resultBytes);
    if (verdict.kind === 'again') return this.#again(work, id, verdict.problem);
    const { state, error } = verdict;
    await this.#finish(work, id, { state, error, ...answerOf(result) });
  }

  /** The last try leaves a failed invocation and a dead letter. */
  async #again(work: Work, id: string, problem: string): Promise<never> {
    if (work.lastAttempt)
      await this.#fail(work, id, `Given up after ${String(work.attempt)} tries: ${problem}`);
    else await this.store.again(id, problem);
    throw new Error(problem);
  }

  #fail(work: Work, id: string, error: string): Promise<void> {
    return this.#finish(work, id, { state: 'failed', status: null, error, contentType: null, result: null });
  }

  async #finish(work: Work, id: string, outcome: Outcome): Promise<void> {
    await work.once((tx) => this.store.finished(tx, id, outcome));
  }
}

const answerOf = (result: TryResult): Pick<Outcome, 'status' | 'contentType' | 'result'> =>
  result.kind === 'answered'
    ? {
        status: result.status,
        contentType: result.contentType,
        result: result.tooLarge ? null : result.body,
      }
    : { status: null, contentType: null, result: null };
