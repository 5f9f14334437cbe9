import { expect } from '@jest/globals';
import { Controller, Injectable } from '@nestjs/common';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { eventually, type TestService } from '@tidegate/testing';
import type { QueryRunner } from 'typeorm';
import { causedBy } from '../cause.ts';
import type { Decider } from '../decider.ts';
import { type Sql, sql } from '../sql.ts';
import { Consumer, type EventOf, On } from './consumer.ts';
import { Db, type Tx } from './db.ts';
import { EventStore } from './event.store.ts';
import { aCause, pause, priceOf, rate, serviceOf } from './eventing.spec-helper.ts';
import { Handles } from './handler.ts';

/** A spec kills three times; by hand it may be told to kill more often. */
export const KILLS = Number(process.env['TIDEGATE_TEST_KILLS'] ?? 3);
export const CHAOS_LIMIT_MS = 60_000 + KILLS * 20_000;

class CreateEffects {
  name = 'CreateEffects1763600000001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table effects (consumer text, position bigint, n serial, primary key (consumer, position));
      create table totals (stream_id text primary key, events int not null, last int not null)`);
  }
  async down(): Promise<void> {
    // Specs only go up.
  }
}

/** Writes one row per event, which a second time would break its key. */
const effect = (consumer: string, event: Recorded<AnyEvent>, tx: Tx): Promise<unknown> =>
  tx.query(sql`insert into effects (consumer, position) values (${consumer}, ${event.position})`);
const isSource = ({ streamId }: Pick<Recorded, 'streamId'>): boolean => streamId.startsWith('source-');

const echo: Decider<number, { price: number }, ReturnType<typeof rate>> = {
  initial: 0,
  decide: (_count, { price }) => [rate(price)],
  evolve: (count) => count + 1,
};
@Injectable()
class Echoes extends Handles(echo) {}

@Controller()
@Consumer('specs.echo')
class Echo {
  constructor(private readonly echoes: Echoes) {}

  @On('RatePublished')
  async repeat(event: EventOf<'RatePublished'>, tx: Tx): Promise<void> {
    if (!isSource(event)) return;
    await effect('specs.echo', event, tx);
    const { streamId, position } = event;
    const echoing = `${streamId.replace('source', 'echo')}-${String(Math.floor(position / 100))}`;
    await this.echoes.handle(echoing, { price: position }, causedBy(event));
  }
}

@Controller()
@Consumer('specs.tally')
class Tally {
  @On('RatePublished')
  async count(event: EventOf<'RatePublished'>, tx: Tx): Promise<void> {
    if (isSource(event)) return;
    await effect('specs.tally', event, tx);
    await tx.query(sql`
      insert into totals as t (stream_id, events, last) values (${event.streamId}, 1, ${priceOf(event)})
      on conflict (stream_id) do update set events = t.events + 1, last = excluded.last`);
  }
}

/** Consumers that answer what comes with commands of their own, whose events others consume. */
export const echoing = (parts: Pick<Parameters<typeof serviceOf>[0], 'controllers'> = {}) =>
  serviceOf({
    relay: true,
    controllers: [Echo, Tally, ...(parts.controllers ?? [])],
    providers: [Echoes],
    migrations: [CreateEffects],
  });

/** What one does with a service of echoes. */
export const chaosOn = (app: TestService) => {
  const store = app.get(EventStore);
  const ask = <Row>(statement: Sql): Promise<Row[]> => app.get(Db).query<Row>(statement);
  const positions = async (statement: Sql): Promise<number[]> =>
    (await ask<{ position: number }>(statement)).map(({ position }) => position);

  /** Appends until told to end; what it does not know the end of it sends again, as the same command. */
  const writing = (stream: string) => {
    let [over, sent] = [false, 0];
    const run = async (): Promise<void> => {
      while (!over) {
        const cause = aCause();
        await eventually(() => store.append(stream, 'any', [rate(++sent), rate(sent)], cause), 30_000);
        await pause(50 + Math.random() * 100);
      }
    };
    const running = run();
    return {
      end: async () => {
        over = true;
        await running;
      },
    };
  };

  /** Every event once for every consumer, in order; nothing set aside; no checkpoint behind its last event. */
  const expectAllDone = async (): Promise<void> => {
    const sources = await positions(
      sql`select position from es.events where stream_id like 'source-%' order by position`,
    );
    const echoes = await positions(
      sql`select position from es.events where stream_id like 'echo-%' order by position`,
    );
    expect(echoes).toHaveLength(sources.length);
    for (const [consumer, expected] of [
      ['specs.echo', sources],
      ['specs.tally', echoes],
    ] as const) {
      const done = await positions(sql`select position from effects where consumer = ${consumer} order by n`);
      expect(done).toEqual(expected);
      const [at] = await positions(sql`select position from es.checkpoints where consumer = ${consumer}`);
      expect(at).toBeGreaterThanOrEqual(expected.at(-1)!);
    }
    expect(await ask(sql`select * from es.parked`)).toEqual([]);
  };
  return { store, ask, positions, writing, expectAllDone };
};
