import { Injectable } from '@nestjs/common';
import {
  type FieldProblem,
  Refusal,
  type ScalingSpec,
  SIMULATION_BOUNDS,
  questions,
  refuse,
} from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { frameworkOf, slotsOf } from '@tidegate/frameworks';
import { memberOf } from '../changes/merge-patch.ts';
import { specOf } from '../configuration/endpoint-spec.ts';
import { patchedDocument } from '../configuration/endpoint-wish.ts';
import { LookUp } from '../configuration/facts.handler.ts';
import type { EndpointFacts } from '../endpoints/endpoint-view.ts';
import { Estimates } from '../estimates/estimate.handler.ts';
import { parseBody } from '../http/body.guard.ts';
import { scalingProblems } from '../rules/scaling-rules.ts';
import { CreateEndpoint } from '../wishes/endpoint.dto.ts';
import { type ReplayWindow, windowOf, workProblems } from './replay-window.ts';
import { SimulateEndpoint, namesTwice } from './simulate.dto.ts';
import { type SimulationView, simulationViewOf } from './simulation-view.ts';

type Policy = Readonly<{ name: string; scaling: ScalingSpec }>;

/** The answer has further to go than the replay itself. */
const WITHIN_MS = (SIMULATION_BOUNDS.seconds + 5) * 1000;

/** Replays of an endpoint’s traffic under policies that its owner thinks of. */
@Injectable()
export class Simulations {
  constructor(
    private readonly lookUp: LookUp,
    private readonly estimates: Estimates,
    private readonly asker: Asker,
  ) {}

  /** @param body not looked at yet */
  async simulate(endpoint: EndpointFacts, body: unknown): Promise<SimulationView> {
    const wish = parseBody(SimulateEndpoint, body, namesTwice);
    const window = this.#window(wish);
    const policies = await this.#policies(endpoint, wish, body);
    const { id: endpointId, spec } = endpoint;
    const framework = frameworkOf(spec.framework);
    const slots = framework && slotsOf(framework, spec.engineArguments);
    const [answer, price] = await Promise.all([
      this.asker.ask(
        questions.simulateScaling,
        { endpointId, ...window, policies: [...policies], slots },
        { timeoutMs: WITHIN_MS },
      ),
      this.estimates.price(spec, 1),
    ]);
    return simulationViewOf(
      endpointId,
      answer,
      policies.map(({ scaling }) => scaling),
      { hardware: spec.hardware, priceNanoUsdPerHour: price?.perReplicaNanoUsdPerHour ?? null },
    );
  }

  #window({ from, to, policies }: SimulateEndpoint): ReplayWindow {
    const window = windowOf({ from: from ?? null, to: to ?? null }, Date.parse(this.lookUp.now()));
    if (Array.isArray(window)) return refuse('request.invalid', { count: window.length }, window);
    const problems = workProblems(window, policies?.length ?? 1);
    return problems.length > 0 ? refuse('request.invalid', { count: problems.length }, problems) : window;
  }

  /** @throws Refusal request.invalid with what is wrong with any of them */
  async #policies(endpoint: EndpointFacts, { policies }: SimulateEndpoint, body: unknown): Promise<Policy[]> {
    if (!policies) return [{ name: 'current', scaling: endpoint.spec.scaling }];
    const given = memberOf(body, 'policies') as readonly unknown[];
    const judged = await Promise.all(
      policies.map(async ({ name }, n) => ({ name, ...(await this.#judged(endpoint, given[n])) })),
    );
    const problems = judged.flatMap((policy, n) =>
      policy.problems.map(({ pointer, message }) => ({ pointer: `/policies/${n}${pointer}`, message })),
    );
    if (problems.length > 0) refuse('request.invalid', { count: problems.length }, problems);
    return judged.flatMap(({ name, scaling }) => (scaling ? [{ name, scaling }] : []));
  }

  /** As an update of the endpoint would be. */
  async #judged(
    { id: endpointId, projectId, spec: base }: EndpointFacts,
    policy: unknown,
  ): Promise<Readonly<{ scaling: ScalingSpec | null; problems: readonly FieldProblem[] }>> {
    const patch = { scaling: memberOf(policy, 'scaling') ?? {} };
    const document = patchedDocument(base, patch);
    const facts = await this.lookUp.facts({ projectId, endpointId, base, document, given: patch });
    try {
      const wish = parseBody(CreateEndpoint, document, (shaped) => scalingProblems(shaped, facts));
      const spec = specOf(wish, facts);
      return Array.isArray(spec)
        ? { scaling: null, problems: spec }
        : { scaling: spec.scaling, problems: [] };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'request.invalid') throw error;
      return { scaling: null, problems: error.problems };
    }
  }
}
