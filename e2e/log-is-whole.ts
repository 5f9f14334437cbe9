import { DeliverPolicy, jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Platform } from './platform.ts';

export type Wholeness = { events: number; gaps: number; streamGaps: number; differentOnTheBus: number };
type Row = { position: string; id: string };

/** Compares the log in Postgres with itself and with the stream that carries it, event by event. */
export const logIsWhole = async (platform: Platform): Promise<Wholeness> => {
  const ports = JSON.parse(await readFile(join(platform.home, 'run/ports.json'), 'utf8')) as Record<
    string,
    number
  >;
  const password = await platform.secret('postgres-password');
  const client = new pg.Client({
    host: '127.0.0.1',
    port: ports['postgres'] ?? 0,
    user: 'tidegate',
    password,
    database: 'tidegate',
  });
  await client.connect();
  try {
    const { rows } = await client.query<Row>('select position, id from es.events order by position');
    const streams = await client.query(
      'select 1 from es.events group by stream_id having max(version) <> count(*) or min(version) <> 1',
    );
    const carried = await idsOnTheBus(platform, ports['nats'] ?? 0, rows.length);
    return {
      events: rows.length,
      gaps: rows.filter(({ position }, i) => Number(position) !== i + 1).length,
      streamGaps: streams.rows.length,
      differentOnTheBus:
        rows.filter(({ id }, i) => carried[i] !== id).length + Math.max(0, carried.length - rows.length),
    };
  } finally {
    await client.end();
  }
};

const idsOnTheBus = async (platform: Platform, port: number, expected: number): Promise<string[]> => {
  const connection = await connect({
    servers: `127.0.0.1:${String(port)}`,
    token: await platform.secret('nats-token'),
  });
  try {
    const consumer = await jetstream(connection).consumers.get('LOG', { deliver_policy: DeliverPolicy.All });
    const ids: string[] = [];
    while (ids.length < expected) {
      const messages = await consumer.fetch({ max_messages: 500, expires: 3000 });
      const before = ids.length;
      for await (const message of messages)
        ids[message.seq - 1] = decodeURIComponent(message.headers?.get('ce-id') ?? '');
      if (ids.length === before) break;
    }
    return ids;
  } finally {
    await connection.close();
  }
};
