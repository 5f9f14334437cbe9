import { Injectable } from '@nestjs/common';
import type { EventNamed } from '@tidegate/contracts';
import { type Sql, sql } from '@tidegate/eventing';
import { Db, type Queries, type Tx } from '@tidegate/eventing/nest';
import type { Happening, Life, State } from './invocation.ts';
import { isOver, step } from './invocation.ts';
import { LIFE, type LifeRow, type Stored, lifeOf, storedOf } from './invocation-row.ts';

export type Queued = EventNamed<'InvocationQueued'>['data'];

/** What happens to one, at a time that the store tells. */
export type Happens = Happening extends infer One ? (One extends unknown ? Omit<One, 'atMs'> : never) : never;

export type Wanted = Readonly<{
  state: State | null;
  deadLetters: boolean;
  limit: number;
  /** Only those before this one, by when they were accepted. */
  before: Readonly<{ queuedAtMs: number; id: string }> | null;
}>;

/** What must be known of one for something to follow. */
export type Following = Readonly<{ stored: Stored; tries: number }>;

/** What else is written when one changes. */
export type Also = (tx: Tx, next: Life) => Promise<void>;

/** Who brings about what follows an end does so within this time, or others do. */
const FOLLOW_WITHIN = '60 seconds';

/** Asynchronous requests: each changes as its life says, with its row held, so that whoever comes second sees what came first. */
@Injectable()
export class InvocationStore {
  constructor(private readonly db: Db) {}

  async find(id: string): Promise<Stored | undefined> {
    const [row] = await this.db.query<LifeRow>({
      text: `select ${LIFE} from invocations where id = $1`,
      values: [id],
    });
    return row && storedOf(row);
  }

  /** Newest first. */
  async list(endpointId: string, { state, deadLetters, limit, before }: Wanted): Promise<Stored[]> {
    const states = state === null ? null : state === 'running' ? ['running', 'storing'] : [state];
    const rows = await this.db.query<LifeRow>({
      text: `select ${LIFE} from invocations
        where endpoint_id = $1 and ($2::text[] is null or state = any($2)) and (not $3 or given_up)
          and ($4::bigint is null or (queued_at, id) < (to_timestamp($4 / 1000.0), $5))
        order by queued_at desc, id desc limit $6`,
      values: [endpointId, states, deadLetters, before?.queuedAtMs ?? null, before?.id ?? '', limit],
    });
    return rows.map(storedOf);
  }

  /** The body of one that is not over, or was given up. */
  async requestOf(id: string): Promise<Buffer | undefined> {
    const [row] = await this.db.query<{ request: Buffer | null }>(
      sql`select request from invocations where id = ${id}`,
    );
    return row?.request ?? undefined;
  }

  /** Writes one down that the queue has. Nothing changes when it is known already. @returns whether it was new */
  async record(queued: Queued, { offQueue }: { offQueue: boolean }): Promise<boolean> {
    const known = offQueue
      ? await this.db.query(
          sql`update invocations set off_queue = true where id = ${queued.invocationId} returning 1`,
        )
      : [];
    if (known.length > 0) return false;
    return this.db.transaction(async (tx) => {
      const [row] = await tx.query<{ fresh: boolean }>(insertion(queued, offQueue));
      await tx.query(
        sql`update invocation_keys set queued = true where invocation_id = ${queued.invocationId}`,
      );
      if (queued.replayOf !== null)
        await tx.query(sql`
          update invocations set replayed_as = ${queued.invocationId} where id = ${queued.replayOf} and replayed_as is null`);
      return row?.fresh === true;
    });
  }

  /** @returns what it is now, and whether that changed it; undefined when it is not known */
  async happen(
    id: string,
    happens: Happens,
    also: Also = () => Promise.resolve(),
  ): Promise<{ stored: Stored; changed: boolean } | undefined> {
    return this.db.transaction(async (tx) => {
      const [row] = await tx.query<LifeRow>({
        text: `select ${LIFE} from invocations where id = $1 for update`,
        values: [id],
      });
      if (!row) return undefined;
      const next = await this.#step(tx, row, happens);
      if (!next) return { stored: storedOf(row), changed: false };
      await also(tx, next);
      return { stored: { ...storedOf(row), life: next }, changed: true };
    });
  }

  /** The same for all that a statement finds as LifeRows; it must lock them, passing over what others hold. */
  async happenTo(which: Sql, happens: Happens): Promise<Stored[]> {
    return this.db.transaction(async (tx) => {
      const rows = await tx.query<LifeRow>(which);
      const changed: Stored[] = [];
      for (const row of rows) {
        const life = await this.#step(tx, row, happens);
        if (life) changed.push({ ...storedOf(row), life });
      }
      return changed;
    });
  }

  /** Says that tries of this holder go on. @returns those that are still its own */
  async hold(
    holders: readonly string[],
    ids: readonly string[],
    leaseMs: number,
  ): Promise<ReadonlySet<string>> {
    const rows = await this.db.query<{ id: string }>(sql`
      update invocations set held_until = clock_timestamp() + ${leaseMs}::int * interval '1 millisecond'
      where id = any(${ids}) and state = 'running' and holder = any(${holders}) returning id`);
    return new Set(rows.map(({ id }) => id));
  }

  /** Hands out what is to be followed up, to one process at a time. */
  async following(limit: number): Promise<Following[]> {
    const rows = await this.db.query<LifeRow & { tries: number }>({
      text: `with due as (
          select id as due_id from invocations where follow_at <= clock_timestamp()
          order by follow_at limit $1 for update skip locked)
        update invocations set follow_at = clock_timestamp() + $2::interval, follow_tries = follow_tries + 1
        from due where id = due_id returning ${LIFE}, follow_tries as tries`,
      values: [limit, FOLLOW_WITHIN],
    });
    return rows.map((row) => ({ stored: storedOf(row), tries: row.tries }));
  }

  /** @param inMs null: nothing follows any more */
  async followIn(id: string, inMs: number | null): Promise<void> {
    await this.db.query(sql`
      update invocations set follow_at = clock_timestamp() + ${inMs}::int * interval '1 millisecond' where id = ${id}`);
  }

  async #step(tx: Queries, row: LifeRow, happens: Happens): Promise<Life | undefined> {
    const before = lifeOf(row);
    const next = step(before, { ...happens, atMs: row.nowMs });
    if (next) await tx.query(change(row, before, next));
    return next;
  }
}

const insertion = (queued: Queued, offQueue: boolean): Sql => {
  const request = Buffer.from(queued.bodyBase64, 'base64');
  return sql`
    insert into invocations as i (id, endpoint_id, project_id, state, queued_at, max_attempts, target, result_ttl_seconds,
      webhook_url, path, request_type, request, request_bytes, due_at, expires_at, replay_of, off_queue)
    values (${queued.invocationId}, ${queued.endpointId}, ${queued.projectId}, 'queued',
      ${new Date(queued.queuedAtUs / 1000)}, ${queued.maxAttempts}, ${queued.target}, ${queued.resultTtlSeconds},
      ${queued.webhookUrl}, ${queued.path}, ${queued.contentType}, ${request}, ${request.length}, clock_timestamp(),
      ${new Date(Math.min(queued.expiresAtUs / 1000, LATEST_MS))}, ${queued.replayOf}, ${offQueue})
    on conflict (id) do update set off_queue = i.off_queue or excluded.off_queue
    returning xmax = 0 as fresh`;
};

/** A date must fit both sides. */
const LATEST_MS = Date.UTC(9999, 0);

const at = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** What is over keeps its request only as a dead letter. Storing and telling follow an answer or an end at once. */
const change = ({ id, webhookUrl }: LifeRow, before: Life, next: Life): Sql => {
  const { state } = next;
  const isNew = state !== before.state;
  const follows = isNew && (state === 'storing' || (isOver(state) && webhookUrl !== null));
  return sql`
    update invocations set state = ${state}, attempts = ${next.attempts}, due_at = ${at(next.dueAtMs)},
      holder = ${next.holder}, held_until = ${at(next.heldUntilMs)}, tried_at = ${at(next.triedAtMs)},
      started_at = ${at(next.startedAtMs)}, finished_at = ${at(next.finishedAtMs)}, ran_ms = ${next.ranMs},
      status = ${next.status}, content_type = ${next.contentType}, error = ${next.error}, given_up = ${next.givenUp},
      request = case when ${isOver(state) && !next.givenUp} then null else request end,
      follow_at = case when ${follows} then clock_timestamp() when ${isOver(state)} then null else follow_at end,
      follow_tries = case when ${follows} then 0 else follow_tries end
    where id = ${id}`;
};
