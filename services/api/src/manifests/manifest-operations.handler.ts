import { Injectable } from '@nestjs/common';
import { type FieldProblem, Refusal, refuse } from '@tidegate/contracts';
import { type Cause, deriveUuid } from '@tidegate/eventing';
import { Accept } from '../commands/accept.handler.ts';
import { OwnCommands } from '../commands/own-commands.handler.ts';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import type { AppliedView } from './applied-view.ts';
import { type Document, documentFor } from './manifest.ts';
import { Plan, type Planned, problemsOf } from './plan.handler.ts';
import { yamlOf } from './yaml.ts';

/** Endpoints as documents: what they say is what is. */
@Injectable()
export class ManifestOperations {
  constructor(
    private readonly plan: Plan,
    private readonly accept: Accept,
    private readonly own: OwnEndpoints,
    private readonly commands: OwnCommands,
  ) {}

  /**
   * Makes what is not there, by name, and changes what differs. Fields that are left out get their defaults; secrets that
   * are left out stay.
   * @throws Refusal request.invalid when any document has a problem: then nothing is done
   */
  async apply(
    caller: Caller,
    documents: readonly unknown[],
    { dryRun = false } = {},
  ): Promise<AppliedView[]> {
    const planned = await this.plan.of(caller, documents);
    if (dryRun) return planned.map(foreseenOf);
    const problems = planned.flatMap((plan, i) =>
      plan.problems.map(({ pointer, message }): FieldProblem => ({ pointer: `/${i}${pointer}`, message })),
    );
    if (problems.length > 0) refuse('request.invalid', { count: problems.length }, problems);
    const applied: AppliedView[] = [];
    for (const plan of planned) applied.push(await this.#applied(caller, plan));
    return applied;
  }

  /** The document that means what the endpoint is. Of secrets it has the names only, as a comment. */
  async export(caller: Caller, id: string): Promise<{ document: Document; yaml: string }> {
    const { spec } = await this.commands.present(caller, id);
    const document = documentFor(spec);
    const sealed = Object.keys(spec.secrets).toSorted();
    const credentials = spec.image?.credentials ? ['image.credentials'] : [];
    return { document, yaml: yamlOf(document, [...sealed, ...credentials]) };
  }

  async #applied(caller: Caller, plan: Planned): Promise<AppliedView> {
    try {
      const endpointId = await this.#done(caller, plan);
      const { revision } = await this.own.find(caller, endpointId);
      return { ...foreseenOf(plan), endpointId, revision };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return {
        ...foreseenOf(plan),
        outcome: 'refused',
        changes: [],
        effect: null,
        problems: problemsOf(error),
      };
    }
  }

  async #done(caller: Caller, { name, present, configured, changes }: Planned): Promise<string> {
    if (!configured) throw new Error(`the document ${name} has problems and must not be applied`);
    // Each document is a command of its own.
    const cause: Cause = { ...caller.cause, commandId: deriveUuid(caller.cause.commandId, 'apply', name) };
    if (!present) return this.accept.create(projectOf(caller), configured, cause);
    const { owner, spec: base, revision } = present;
    if (changes.length > 0)
      await this.accept.change(
        owner,
        configured,
        { base, revision, cause: 'update', canaryPercent: null },
        cause,
      );
    return owner.endpointId;
  }
}

const foreseenOf = ({
  name,
  present,
  configured,
  problems,
  warnings,
  changes,
  effect,
}: Planned): AppliedView => ({
  name,
  outcome: outcomeOf({ present, configured, changes }),
  endpointId: present?.owner.endpointId ?? null,
  revision: present?.revision ?? null,
  changes: [...changes],
  effect,
  warnings: [...warnings],
  problems: [...problems],
});

const outcomeOf = ({
  present,
  configured,
  changes,
}: Pick<Planned, 'present' | 'configured' | 'changes'>): AppliedView['outcome'] => {
  if (!configured) return 'refused';
  if (!present) return 'created';
  return changes.length > 0 ? 'updated' : 'unchanged';
};
