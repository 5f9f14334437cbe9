import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, questions, refuse } from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { Tables } from '../calls/tables.gateway.ts';
import { Results } from '../results/results.store.ts';
import { ManageInvocations } from './manage-invocations.handler.ts';

type Ask<Name extends keyof typeof questions> = AskOf<(typeof questions)[Name]>;
type Answer<Name extends keyof typeof questions> = Promise<AnswerOf<(typeof questions)[Name]>>;

/** What the api asks about asynchronous requests. */
@Controller()
export class AnswerForInvocations {
  constructor(
    private readonly managing: ManageInvocations,
    private readonly results: Results,
    private readonly tables: Tables,
  ) {}

  @Answers(questions.invocations)
  page({ endpointId, projectId, ...page }: Ask<'invocations'>): Answer<'invocations'> {
    return this.managing.page({ endpointId, projectId }, page);
  }

  @Answers(questions.invocation)
  one({ invocationId, ...owned }: Ask<'invocation'>): Answer<'invocation'> {
    return this.managing.one(owned, invocationId);
  }

  @Answers(questions.cancelInvocation)
  cancel({ invocationId, ...owned }: Ask<'cancelInvocation'>): Answer<'cancelInvocation'> {
    return this.managing.cancel(owned, invocationId);
  }

  @Answers(questions.replayInvocation)
  async replay({ endpointId, projectId, invocationId }: Ask<'replayInvocation'>): Answer<'replayInvocation'> {
    if (!this.tables.loaded) return refuse('service.unavailable', { service: 'gateway' });
    const endpoint = this.tables.routing.endpoint(endpointId);
    if (endpoint?.projectId !== projectId) return refuse('endpoint.not_found', { endpoint: endpointId });
    return { invocationId: await this.managing.replay(endpoint, invocationId) };
  }

  @Answers(questions.checkResultTarget)
  async target({ target }: Ask<'checkResultTarget'>): Answer<'checkResultTarget'> {
    return { problem: (await this.results.problemOf(target)) ?? null };
  }
}
