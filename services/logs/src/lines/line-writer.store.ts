import { Injectable } from '@nestjs/common';
import { LINE_SEVERITIES, LOG_STREAMS, type LineSeverity } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Clock, Copies, type Queries, type Tx } from '@tidegate/eventing/nest';
import { LineDays } from '../retention/line-days.store.ts';
import { COLUMNS, copyText } from './copy-text.ts';
import { type Arrival, type Known, type PlacedLine, type Placed, keyOf, place } from './placing.ts';
import { platformLine } from './shipped-lines.ts';
import { spansOf } from './spans.ts';
import { numbersIn, numbersText } from './stored-numbers.ts';

export type PlatformLine = Readonly<{ atUs: number; text: string; severity?: LineSeverity }>;
type Whose = Readonly<{ endpointId: string; projectId: string; replicaId: string | null }>;
type Insertion = (tx: Queries, lines: readonly PlacedLine[]) => Promise<void>;

/** Takes lines into the tables. The rows of their endpoints are held from before the first cursor is given to the commit. */
@Injectable()
export class LineWriter {
  constructor(
    private readonly copies: Copies,
    private readonly days: LineDays,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores what is not stored yet of many batches, in one transaction.
   * @returns for each how many of its lines were new
   */
  async store(arrivals: readonly Arrival[]): Promise<readonly number[]> {
    try {
      return await this.copies.transaction((tx) =>
        this.#write(tx, arrivals, (_, lines) => tx.copy(`log_lines (${COLUMNS})`, copyText(lines))),
      );
    } catch (error) {
      // A day’s table may have been dropped since it was known: the next try looks.
      this.days.forget();
      throw error;
    }
  }

  /**
   * Lines that the platform says of an endpoint, or of one of its replicas, inside the caller’s transaction: they are stored
   * as often as that commits.
   */
  async append(
    tx: Tx,
    { endpointId, projectId, replicaId }: Whose,
    lines: readonly PlatformLine[],
  ): Promise<void> {
    if (lines.length === 0) return;
    const nowUs = this.clock.nowUs();
    const written = lines.map((line) => platformLine(line, nowUs));
    const arrival = { endpointId, projectId, replicaId: replicaId ?? '', lines: written, loss: null };
    await this.#write(tx, [arrival], insert);
  }

  async #write(tx: Queries, arrivals: readonly Arrival[], add: Insertion): Promise<readonly number[]> {
    const endpoints = [...new Set(arrivals.map(({ endpointId }) => endpointId))].toSorted();
    const heads = await held(tx, endpoints);
    const known: Known = { heads, replicas: await storedOf(tx, arrivals) };
    const placed = place(arrivals, known, this.clock.nowUs());
    if (placed.lines.length === 0) return placed.added;
    await this.days.ensureFor(placed.lines);
    await add(tx, placed.lines);
    await noted(tx, placed);
    return placed.added;
  }
}

/** In one order for everybody, so that two that hold several do not wait for each other. */
const held = async (tx: Queries, endpoints: readonly string[]): Promise<Map<string, number>> => {
  const rows = await tx.query<{ endpoint_id: string; cursor: number }>(sql`
    insert into log_endpoints as e (endpoint_id, cursor)
    select id, 0 from unnest(${endpoints}::text[]) as ids(id) order by id
    on conflict (endpoint_id) do update set cursor = e.cursor
    returning endpoint_id, cursor`);
  return new Map(rows.map(({ endpoint_id: id, cursor }) => [id, cursor]));
};

type ReplicaRow = Readonly<{
  endpoint_id: string;
  replica_id: string;
  numbers: string;
  loss_key: string | null;
  first_cursor: number;
  last_cursor: number;
}>;

/** Asked once the endpoints are held: nobody else changes it then. */
const storedOf = async (tx: Queries, arrivals: readonly Arrival[]): Promise<Known['replicas']> => {
  const rows = await tx.query<ReplicaRow>(sql`
    select endpoint_id, replica_id, numbers::text as numbers, loss_key, first_cursor, last_cursor from log_replicas
    where (endpoint_id, replica_id) in (
      select * from unnest(${arrivals.map((a) => a.endpointId)}::text[], ${arrivals.map((a) => a.replicaId)}::text[]))`);
  return new Map(
    rows.map((row) => [
      keyOf({ endpointId: row.endpoint_id, replicaId: row.replica_id }),
      {
        numbers: numbersIn(row.numbers),
        lossKey: row.loss_key,
        firstCursor: row.first_cursor,
        lastCursor: row.last_cursor,
      },
    ]),
  );
};

const noted = async (tx: Queries, { lines, heads, replicas }: Placed): Promise<void> => {
  const ofReplicas = [...replicas].map(([key, stored]) => ({ key: key.split(' '), ...stored }));
  const spans = spansOf(lines);
  await tx.query(sql`
    update log_endpoints e set cursor = h.cursor
    from unnest(${[...heads.keys()]}::text[], ${[...heads.values()]}::bigint[]) as h(endpoint_id, cursor)
    where e.endpoint_id = h.endpoint_id`);
  await tx.query(sql`
    insert into log_replicas (endpoint_id, replica_id, numbers, loss_key, first_cursor, last_cursor)
    select * from unnest(
      ${ofReplicas.map(({ key }) => key[0])}::text[], ${ofReplicas.map(({ key }) => key[1])}::text[],
      ${ofReplicas.map(({ numbers }) => numbersText(numbers))}::int8multirange[], ${ofReplicas.map(({ lossKey }) => lossKey)}::text[],
      ${ofReplicas.map(({ firstCursor }) => firstCursor)}::bigint[], ${ofReplicas.map(({ lastCursor }) => lastCursor)}::bigint[])
    on conflict (endpoint_id, replica_id) do update set
      numbers = excluded.numbers, loss_key = excluded.loss_key, last_cursor = excluded.last_cursor`);
  await tx.query(sql`
    insert into log_spans as s (endpoint_id, span_us, lines, bytes, oldest_at_us, newest_at_us, severity)
    select * from unnest(
      ${spans.map(({ endpointId }) => endpointId)}::text[], ${spans.map(({ spanUs }) => spanUs)}::bigint[],
      ${spans.map((span) => span.lines)}::bigint[], ${spans.map(({ bytes }) => bytes)}::bigint[],
      ${spans.map(({ oldestAtUs }) => oldestAtUs)}::bigint[], ${spans.map(({ newestAtUs }) => newestAtUs)}::bigint[],
      ${spans.map(({ severity }) => severity)}::smallint[])
    on conflict (endpoint_id, span_us) do update set
      lines = s.lines + excluded.lines, bytes = s.bytes + excluded.bytes,
      oldest_at_us = least(s.oldest_at_us, excluded.oldest_at_us),
      newest_at_us = greatest(s.newest_at_us, excluded.newest_at_us), severity = greatest(s.severity, excluded.severity)`);
};

/** Few lines, in somebody else’s transaction. */
const insert: Insertion = async (tx, lines) => {
  await tx.query(sql`
    insert into log_lines (endpoint_id, project_id, replica_id, cursor, sequence, at_us, stream, severity, bytes, text)
    select * from unnest(
      ${lines.map(({ endpointId }) => endpointId)}::text[], ${lines.map(({ projectId }) => projectId)}::text[],
      ${lines.map(({ replicaId }) => replicaId)}::text[], ${lines.map(({ cursor }) => cursor)}::bigint[],
      ${lines.map(({ sequence }) => sequence)}::bigint[], ${lines.map(({ atUs }) => atUs)}::bigint[],
      ${lines.map(({ stream }) => LOG_STREAMS.indexOf(stream))}::smallint[],
      ${lines.map(({ severity }) => LINE_SEVERITIES.indexOf(severity))}::smallint[],
      ${lines.map(({ bytes }) => bytes)}::int[], ${lines.map(({ text }) => text)}::text[])`);
};
