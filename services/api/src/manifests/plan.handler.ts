import { Injectable } from '@nestjs/common';
import { type FieldProblem, REFUSALS, Refusal } from '@tidegate/contracts';
import { type Change, difference } from '../changes/difference.ts';
import { type Effect, effectOf } from '../changes/effect.ts';
import { Configure, type Preview } from '../configuration/configure.handler.ts';
import { type Configured, foreseen } from '../configuration/endpoint-spec.ts';
import type { Warning } from '../estimates/pool.ts';
import { OwnCommands, type Present } from '../commands/own-commands.handler.ts';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { besides } from '../http/known-problems.ts';
import { type Manifest, manifestOf, pointerInManifest } from './manifest.ts';

/** What would be done for one document. */
export type Planned = Readonly<{
  name: string;
  /** The endpoint of that name; null: it is made. */
  present: Present | null;
  /** Null: there are problems. */
  configured: Configured | null;
  problems: readonly FieldProblem[];
  warnings: readonly Warning[];
  changes: readonly Change[];
  effect: Effect | null;
}>;

/** Looks at documents, and at what there is. */
@Injectable()
export class Plan {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly commands: OwnCommands,
    private readonly configure: Configure,
  ) {}

  async of(caller: Caller, documents: readonly unknown[]): Promise<Planned[]> {
    const manifests = documents.map(manifestOf);
    const ids = await this.own.named(
      projectOf(caller),
      manifests.map(({ name }) => name),
    );
    const planned: Planned[] = [];
    for (const [i, manifest] of manifests.entries()) {
      const isAgain = manifests.slice(0, i).some(({ name }) => name !== '' && name === manifest.name);
      const again = {
        pointer: '/metadata/name',
        message: 'is that of another document before: each is named once',
      };
      const plan = await this.#one(caller, manifest, ids.get(manifest.name));
      planned.push(isAgain ? { ...plan, configured: null, problems: [...plan.problems, again] } : plan);
    }
    return planned;
  }

  async #one(caller: Caller, manifest: Manifest, id: string | undefined): Promise<Planned> {
    if (id === undefined) return this.#made(caller, manifest);
    const present = await this.commands.present(caller, id);
    const { state, desired } = await this.own.find(caller, id);
    const { owner, spec: base } = present;
    const asked = { ...owner, base, document: manifest.wish, given: manifest.wish };
    const planned = planOf(manifest, await this.configure.preview(asked, desired));
    if (!planned.configured) return { ...planned, present };
    const changes = difference(base, foreseen(planned.configured));
    const effect = effectOf(changes, { state, replicas: desired, canaryPercent: null });
    return { ...planned, present, changes, effect };
  }

  async #made(caller: Caller, manifest: Manifest): Promise<Planned> {
    const { wish } = manifest;
    const asked = { projectId: projectOf(caller), endpointId: null, base: null, document: wish, given: wish };
    return planOf(manifest, await this.configure.preview(asked, 0));
  }
}

/** For an endpoint that is made; with the problems of the document’s frame, and each where it stands in it; what lies in a wrong part is not judged. */
const planOf = ({ name, problems: ofFrame }: Manifest, preview: Preview): Planned => {
  const inSpec = preview.problems.map(({ pointer, message }) => ({
    pointer: pointerInManifest(pointer),
    message,
  }));
  const problems = [...ofFrame, ...besides(ofFrame, inSpec)];
  const configured = problems.length === 0 ? preview.configured : null;
  return { name, present: null, configured, problems, warnings: preview.warnings, changes: [], effect: null };
};

/** A refusal as a problem of the whole document. */
export const problemsOf = (refusal: Refusal): FieldProblem[] =>
  refusal.problems.length > 0
    ? refusal.problems.map(({ pointer, message }) => ({ pointer: pointerInManifest(pointer), message }))
    : [{ pointer: '', message: `${refusal.message} ${REFUSALS[refusal.code].remedy}` }];
