import { Injectable } from '@nestjs/common';
import { type EndpointSpec, Refusal, questions } from '@tidegate/contracts';
import { Asker, Clock } from '@tidegate/eventing/nest';
import { hardwareOf } from '@tidegate/frameworks';
import { isRecord, memberOf } from '../changes/merge-patch.ts';
import { Quotas } from '../quotas/quotas.store.ts';
import { SecurityGroups } from '../security-groups/security-group.handler.ts';
import { Sizing } from '../sizing/sizing.handler.ts';
import { type Judged, keptBy, textOf } from './endpoint-wish.ts';
import type { Facts } from './facts.ts';
import { isSizedAlike, resolutionOf } from './resolution.ts';

/** Whose wish it is, and what it is a change of. */
export type Asked = Readonly<{
  projectId: string;
  /** Null for an endpoint that is not made yet. */
  endpointId: string | null;
  base: EndpointSpec | null;
  /** Everything that is wished, with nothing left out that was there before. */
  document: unknown;
  /** What was sent: says which secrets stay. */
  given: unknown;
  /** Size the model also when its hardware is given: to say whether it fits. */
  sizeAlways?: boolean;
}>;

/** A longer one is refused for its length. */
const LONGEST_TARGET = 1000;

/** Looks up what a wish is judged by. */
@Injectable()
export class LookUp {
  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly quotas: Quotas,
    private readonly groups: SecurityGroups,
    private readonly sizing: Sizing,
    private readonly clock: Clock,
    private readonly asker: Asker,
  ) {}

  async facts({ projectId, endpointId, base, document, given, sizeAlways = false }: Asked): Promise<Facts> {
    const wish: Judged = isRecord(document) ? document : {};
    const ids = Array.isArray(wish.securityGroups)
      ? wish.securityGroups.filter((id) => typeof id === 'string').slice(0, 16)
      : [];
    const [quotas, use, missing, resultTargetProblem] = await Promise.all([
      this.quotas.quotasOf(projectId),
      this.quotas.useOf(projectId, endpointId),
      this.groups.missing(projectId, ids),
      this.#resultTargetProblem(textOf(memberOf(wish.async, 'target'))),
    ]);
    const quota = {
      maxReplicas: quotas.replicasPerEndpoint,
      gpusLeft: quotas.gpus - use.gpus,
      gpusInAll: quotas.gpus,
      priority: quotas.priority,
    };
    const known = { base, kept: keptBy(base, given), at: this.now(), quota };
    const facts = {
      ...known,
      securityGroups: new Set(ids.filter((id) => !missing.includes(id))),
      resultTargetProblem,
      sizing: null,
    };
    const isNeeded = textOf(wish.hardware) === undefined && !(base && isSizedAlike(wish, base));
    return isNeeded || sizeAlways ? { ...facts, sizing: await this.#sized(wish, facts) } : facts;
  }

  now(): string {
    return new Date(this.clock.nowUs() / 1000).toISOString();
  }

  /** Null also when nobody answers: it is looked at again when a result goes there. */
  async #resultTargetProblem(target: string | undefined): Promise<string | null> {
    if (target === undefined || target.length > LONGEST_TARGET) return null;
    try {
      return (await this.asker.ask(questions.checkResultTarget, { target })).problem;
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }

  /** Null for an image that brings its own model: nobody knows what it needs. */
  async #sized(wish: Judged, facts: Facts): Promise<Facts['sizing']> {
    const { model, framework, modelSource } = resolutionOf(wish, facts);
    if (model === undefined || isRecord(wish.image)) return null;
    return this.sizing.size({
      model,
      framework,
      modelSource,
      quantization: textOf(wish.quantization),
      engineArguments: isRecord(wish.engineArguments) ? wish.engineArguments : {},
      // Whoever names spot hardware asks for it: then its fit is told too.
      spot: hardwareOf(textOf(wish.hardware) ?? '')?.spot,
    });
  }
}
