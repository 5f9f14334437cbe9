import { Injectable, Logger } from '@nestjs/common';
import { type InvocationState, type InvocationView, Refusal, SUBJECTS, refuse } from '@tidegate/contracts';
import { Bus, Clock } from '@tidegate/eventing/nest';
import type { Endpoint } from '../routing/endpoint.ts';
import { shutRefusal } from '../calls/delivery.gateway.ts';
import { FollowInvocations } from '../runs/follow-invocations.loop.ts';
import { PlatformResults } from '../results/platform-results.store.ts';
import { AcceptInvocations } from './accept-invocations.handler.ts';
import type { Stored } from './invocation-row.ts';
import { invocationView, resultIn, withMember } from './invocation-view.ts';
import { isOver } from './invocation.ts';
import { InvocationStore } from './invocations.store.ts';

export type Page = Readonly<{
  state: InvocationState | null;
  deadLetters: boolean;
  limit: number;
  cursor: string | null;
}>;

/** Whose an invocation is. */
export type Owned = Readonly<{ endpointId: string; projectId: string }>;

/** What its owner can do with an invocation once it is accepted, whichever way the owner comes. */
@Injectable()
export class ManageInvocations {
  readonly #log = new Logger('invocations');

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly store: InvocationStore,
    private readonly results: PlatformResults,
    private readonly accepting: AcceptInvocations,
    private readonly follow: FollowInvocations,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal invocation.not_found */
  async one(owned: Owned, id: string): Promise<InvocationView> {
    return this.#view(await this.#find(owned, id));
  }

  /** The same with the result, where the platform keeps it, as JSON. */
  async withResult(owned: Owned, id: string): Promise<string> {
    const stored = await this.#find(owned, id);
    const isKept = stored.life.target === null && isOver(stored.life.state) && stored.life.status !== null;
    const document = isKept ? await this.#available(this.results.read(id)) : undefined;
    return withMember(this.#view(stored), document ? resultIn(document) : null);
  }

  async page(
    { endpointId }: Owned,
    { state, deadLetters, limit, cursor }: Page,
  ): Promise<{ items: InvocationView[]; nextCursor: string | null }> {
    const before = cursor === null ? null : placeIn(cursor);
    const rows = await this.#available(
      this.store.list(endpointId, { state, deadLetters, limit: limit + 1, before }),
    );
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      items: rows.slice(0, limit).map((stored) => this.#view(stored)),
      nextCursor: last ? cursorOf(last) : null,
    };
  }

  /** A queued one is never run; one that runs is called back from its replica. @throws Refusal invocation.over */
  async cancel(owned: Owned, id: string): Promise<InvocationView> {
    await this.#find(owned, id);
    const happened = await this.#available(this.store.happen(id, { kind: 'cancelled' }));
    if (!happened) return refuse('service.unavailable', { service: 'database' });
    const { stored, changed } = happened;
    if (!changed)
      return refuse('invocation.over', {
        invocationId: id,
        state: stored.life.state === 'storing' ? 'being stored' : stored.life.state,
      });
    this.bus.nudge(SUBJECTS.invocationCancelled(id));
    this.follow.wake();
    return this.#view(stored);
  }

  /** @returns the id as which it is queued anew */
  async replay(endpoint: Endpoint, id: string): Promise<string> {
    const settings = endpoint.configured.async;
    const shut = shutRefusal(endpoint);
    if (shut) throw shut;
    if (!settings) return refuse('invocation.not_enabled');
    const stored = await this.#find({ endpointId: endpoint.id, projectId: endpoint.projectId }, id);
    return this.#available(this.accepting.replay(endpoint, settings, stored));
  }

  #view(stored: Stored): InvocationView {
    return invocationView(stored, this.clock.nowUs() / 1000);
  }

  async #find({ endpointId, projectId }: Owned, id: string): Promise<Stored> {
    const stored = (await this.#available(this.store.find(id))) ?? this.accepting.unrecorded(id);
    return stored?.endpointId === endpointId && stored.projectId === projectId
      ? stored
      : refuse('invocation.not_found', { invocationId: id });
  }

  async #available<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      this.#log.warn({ event: 'invocation.not_read', error: (error as Error).message }, 'not readable now');
      throw new Refusal('service.unavailable', { service: 'database' });
    }
  }
}

const cursorOf = ({ queuedAtMs, id }: Stored): string => `${queuedAtMs.toString(36)}.${id.slice(4)}`;

const placeIn = (cursor: string): { queuedAtMs: number; id: string } => {
  const [, ms = '', digits = ''] = /^([0-9a-z]{1,9})\.([0-9a-f]{12})$/.exec(cursor) ?? [];
  return ms === ''
    ? refuse('request.invalid', { count: 1 }, [
        { pointer: '?page_token', message: 'is not a token of this list' },
      ])
    : { queuedAtMs: parseInt(ms, 36), id: `inv-${digits}` };
};
