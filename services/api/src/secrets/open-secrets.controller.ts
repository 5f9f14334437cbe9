import { Controller, Logger } from '@nestjs/common';
import { type AnswerOf, type AskOf, questions, refuse } from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { PlacedReplicas } from './placed-replicas.store.ts';
import { Secrets } from './secrets.handler.ts';

/** What a node asks before it starts a replica, and before it shows what one wrote. Whose replica has long been gone is told nothing, nor is anybody else. */
@Controller()
export class OpenSecrets {
  readonly #log = new Logger('open-secrets');

  constructor(
    private readonly placed: PlacedReplicas,
    private readonly secrets: Secrets,
  ) {}

  @Answers(questions.openSecrets)
  async open(ask: AskOf<typeof questions.openSecrets>): Promise<AnswerOf<typeof questions.openSecrets>> {
    const { endpointId, replicaId, nodeId, secretIds } = ask;
    if (!(await this.placed.has(ask))) {
      this.#log.warn(
        { event: 'secrets.refused', endpointId, replicaId, nodeId },
        `${nodeId} asked for the secrets of a replica that it does not run`,
      );
      return refuse('secret.not_found');
    }
    return { values: await this.secrets.open(endpointId, secretIds) };
  }
}
