import { Injectable } from '@nestjs/common';
import { type EndpointState, type FieldProblem, refuse } from '@tidegate/contracts';
import { type Change, difference } from '../changes/difference.ts';
import { type Effect, type Situation, effectOf } from '../changes/effect.ts';
import { Configure } from '../configuration/configure.handler.ts';
import type { Asked } from '../configuration/facts.handler.ts';
import { foreseen } from '../configuration/endpoint-spec.ts';
import { patchedDocument } from '../configuration/endpoint-wish.ts';
import { memberOf } from '../changes/merge-patch.ts';
import type { Warning } from '../estimates/pool.ts';
import type { Price } from '../estimates/price.ts';
import type { SizingView } from '../sizing/sizing-view.ts';
import { Bell } from '../http/bell.gateway.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { pageOf, placeIn } from '../http/cursor.ts';
import { Accept } from '../commands/accept.handler.ts';
import { type EndpointFacts, type EndpointView, viewOf } from './endpoint-view.ts';
import { OwnCommands, type Present } from '../commands/own-commands.handler.ts';
import { OwnEndpoints } from './own-endpoint.guard.ts';
import { patchProblems, unreadablePatch } from '../commands/patch-problems.ts';
import { isSettled } from './settled.ts';

/** What came of a wish, or would. */
export type Outcome = Readonly<{
  /** Null: it was only judged. */
  endpoint: EndpointView | null;
  problems: readonly FieldProblem[];
  warnings: readonly Warning[];
  price: Price | null;
  /** What was found out about its model; null: nobody asked. */
  sizing: SizingView | null;
}>;
export type Updated = Outcome & Readonly<{ changes: readonly Change[]; effect: Effect | null }>;

export type Page = Readonly<{ limit: number; cursor?: string | undefined }>;
export type ListQuery = Page & Readonly<{ state?: EndpointState | undefined; tag?: string | undefined }>;
export type UpdateOptions = Readonly<{
  ifMatch?: string | undefined;
  canaryPercent?: number | null | undefined;
  validateOnly?: boolean | undefined;
}>;
export type EndpointAction = 'start' | 'stop' | 'restart' | 'disable' | 'enable';

const FIRST_LOOK_MS = 50;
const LONGEST_LOOK_MS = 1000;
export const LONGEST_WAIT_SECONDS = 300;
const NAME_TAKEN = 'is that of another endpoint of this project: choose another one';
/** So many callers may wait at once; one more is answered with what is so now. */
const MOST_WAITING = 500;

/** Everything that is done to endpoints, whatever protocol it was asked in. */
@Injectable()
export class EndpointOperations {
  #waiting = 0;

  constructor(
    private readonly own: OwnEndpoints,
    private readonly commands: OwnCommands,
    private readonly configure: Configure,
    private readonly accept: Accept,
  ) {}

  /** @param body the wish, not looked at yet */
  async create(caller: Caller, body: unknown, { validateOnly = false } = {}): Promise<Outcome> {
    const projectId = projectOf(caller);
    const asked = { projectId, endpointId: null, base: null, document: body, given: body };
    if (validateOnly) return this.#judged(projectId, asked);
    const configured = await this.configure.configured(asked);
    const id = await this.accept.create(projectId, configured, caller.cause);
    const endpoint = viewOf(await this.own.find(caller, id));
    const warnings = await this.configure.warnings(projectId, configured);
    return { endpoint, problems: [], warnings, price: null, sizing: configured.sizing };
  }

  async list(caller: Caller, { limit, cursor, ...filter }: ListQuery) {
    const rows = await this.own.page(caller.projectId, placeIn(cursor), limit + 1, filter);
    return pageOf(rows, limit, { place: (row) => row.createdPosition, item: viewOf });
  }

  /** @param asOf what it was at that time; a deleted endpoint has a past as well */
  async get(caller: Caller, id: string, { asOf }: { asOf?: Date | undefined } = {}): Promise<EndpointView> {
    const found = await this.own.find(caller, id, asOf);
    return found.state === 'deleted' && !asOf
      ? refuse('endpoint.deleted', { endpointId: found.id })
      : viewOf(found);
  }

  /** @param patch a merge patch (RFC 7396) */
  async update(caller: Caller, id: string, patch: unknown, options: UpdateOptions = {}): Promise<Updated> {
    const unreadable = unreadablePatch(patch);
    if (unreadable.length > 0) refuse('request.invalid', { count: unreadable.length }, unreadable);
    const problems = patchProblems(patch as object);
    if (problems.length > 0 && !options.validateOnly)
      refuse('request.invalid', { count: problems.length }, problems);
    return this.commands.changing(caller, id, options.ifMatch, (present) =>
      options.validateOnly
        ? this.#foreseen(caller, present, patch, options)
        : this.#updated(caller, present, patch, options),
    );
  }

  act(caller: Caller, id: string, action: EndpointAction): Promise<EndpointView> {
    const by = caller.kind === 'operator' ? 'operator' : 'owner';
    return this.commands.run(caller, id, (owner, at) => {
      switch (action) {
        case 'start':
          return { type: 'StartEndpoint', ...owner };
        case 'stop':
          return { type: 'StopEndpoint', ...owner, at };
        case 'restart':
          return { type: 'RestartEndpoint', ...owner, at };
        case 'disable':
          return { type: 'DisableEndpoint', ...owner, by, at };
        case 'enable':
          return { type: 'EnableEndpoint', ...owner, by };
      }
    });
  }

  /** @param confirm the endpoint’s name */
  remove(caller: Caller, id: string, { confirm, ifMatch }: Removal): Promise<EndpointView> {
    return this.commands.run(
      caller,
      id,
      (owner, at) => ({ type: 'DeleteEndpoint', ...owner, confirm, at }),
      ifMatch,
    );
  }

  /** Waits until nothing more comes of itself, the time is over, or nobody listens any more. */
  async settled(
    caller: Caller,
    id: string,
    seconds: number,
    gone = new AbortController().signal,
  ): Promise<EndpointView> {
    const end = performance.now() + Math.min(seconds, LONGEST_WAIT_SECONDS) * 1000;
    const bell = new Bell(gone);
    this.#waiting++;
    try {
      for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_LOOK_MS)) {
        const found = await this.own.find(caller, id);
        const leftMs = end - performance.now();
        if (isSettled(found) || leftMs <= 0 || bell.closed || this.#waiting > MOST_WAITING)
          return viewOf(found);
        await bell.wait(Math.min(pauseMs, leftMs));
      }
    } finally {
      this.#waiting--;
      bell.close();
    }
  }

  async #judged(projectId: string, asked: Asked): Promise<Outcome> {
    const name = memberOf(asked.document, 'name');
    const isTaken = typeof name === 'string' && (await this.own.named(projectId, [name])).size > 0;
    const taken = isTaken ? [{ pointer: '/name', message: NAME_TAKEN }] : [];
    return { endpoint: null, ...(await this.configure.preview({ ...asked, sizeAlways: true }, 0, taken)) };
  }

  async #foreseen(
    caller: Caller,
    present: Present,
    patch: unknown,
    options: UpdateOptions,
  ): Promise<Updated> {
    const { owner, spec: base } = present;
    const found = await this.own.find(caller, owner.endpointId);
    const asked = { ...owner, base, document: patchedDocument(base, patch), given: patch, sizeAlways: true };
    const preview = await this.configure.preview(asked, found.desired, patchProblems(patch as object));
    if (!preview.configured) return { endpoint: null, ...preview, changes: [], effect: null };
    const changes = difference(base, foreseen(preview.configured));
    return { endpoint: null, ...preview, changes, effect: effectOf(changes, situationOf(found, options)) };
  }

  async #updated(caller: Caller, present: Present, patch: unknown, options: UpdateOptions): Promise<Updated> {
    const { owner, spec: base, revision } = present;
    const before = await this.own.find(caller, owner.endpointId);
    const configured = await this.configure.configured({
      ...owner,
      base,
      document: patchedDocument(base, patch),
      given: patch,
    });
    const { canaryPercent = null } = options;
    await this.accept.change(
      owner,
      configured,
      { base, revision, cause: 'update', canaryPercent },
      caller.cause,
    );
    const endpoint = viewOf(await this.own.find(caller, owner.endpointId));
    const warnings = await this.configure.warnings(owner.projectId, configured);
    const changes = difference(base, foreseen(configured));
    const effect = effectOf(changes, situationOf(before, options));
    return { endpoint, problems: [], warnings, price: null, sizing: configured.sizing, changes, effect };
  }
}

const situationOf = (
  { state, desired }: Pick<EndpointFacts, 'state' | 'desired'>,
  { canaryPercent = null }: UpdateOptions,
): Situation => ({ state, replicas: desired, canaryPercent });

export type Removal = Readonly<{ confirm: string; ifMatch?: string | undefined }>;
