import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import fc from 'fast-check';
import { MeterPhases1764100000000 } from '../metered-usage.migration.ts';
import { Calendar } from '../periods/calendar.ts';
import { Facts } from '../rating/bill.ts';
import { type Line, lineComesBefore } from '../rating/line.ts';
import { END_US, factsOf, TinyCalendar, worlds } from '../rating/worlds.spec-helper.ts';
import { CreateUsage1763710000000 } from '../usage.migration.ts';
import { type Due, EVERYBODY } from './due.ts';
import { FactStore } from './fact.store.ts';
import { LineStore } from './line.store.ts';
import { Settling } from './settling.store.ts';
import { USAGE_PROVIDERS, USAGE_STORES } from './usage.module.ts';
import { Usage } from './usage.store.ts';

const CALENDAR = new TinyCalendar();

@Module({
  imports: [
    EventingModule.forRoot({
      service: 'billing',
      migrations: [CreateUsage1763710000000, MeterPhases1764100000000],
    }),
  ],
  providers: [...USAGE_STORES, ...USAGE_PROVIDERS, { provide: Calendar, useValue: CALENDAR }],
})
class Tables {}

const inOrder = (lines: readonly Line[]): Line[] =>
  lines.toSorted((a, b) => (lineComesBefore(a, b) ? -1 : 1)).map((line) => ({ ...line, burnWeight: 0n }));
const byKey = (dues: readonly Due[]): Due[] =>
  dues.toSorted((a, b) =>
    `${a.endpointId}${a.period}${a.kind}${a.sku}` < `${b.endpointId}${b.period}${b.kind}${b.sku}` ? -1 : 1,
  );

describe('the tables of usage', () => {
  let app: TestService;
  let db: Db;
  beforeAll(async () => {
    app = await testService({ service: 'billing', module: Tables });
    db = app.get(Db);
  });
  afterAll(() => app.close());

  const stored = async (): Promise<Line[]> =>
    app.get(LineStore).all(db, { endpointId: '', sourceId: '', sku: '', fromUs: 0 }, 10_000);

  it('hold what the pure functions say, whatever comes in whichever batches and however often things are settled', async () => {
    const deliveries = worlds.chain((world) => {
      const facts = factsOf(world);
      return fc.record({
        facts: fc.shuffledSubarray(facts, { minLength: facts.length }),
        sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
        closesUs: fc.array(fc.nat({ max: END_US }), { minLength: 1, maxLength: 4 }),
      });
    });
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ facts, sizes, closesUs }) => {
        await db.query(
          sql`truncate holdings, endpoints, terms, marks, rates, plans, usage_lines, usage_sums`,
        );
        const pure = new Facts(CALENDAR);
        for (let n = 0, from = 0; from < facts.length; n++) {
          const batch = facts.slice(from, (from += sizes[n % sizes.length] ?? 1));
          for (const fact of batch) pure.add(fact);
          await db.transaction(async (tx) => {
            await app.get(FactStore).take(tx, batch);
            if (n % 2 === 1) await app.get(Settling).settleLasting(tx, closesUs[n % closesUs.length] ?? 0);
          });
        }
        const open = await app.get(Usage).openLines(db, EVERYBODY, END_US);
        const due = await app.get(Usage).dueByNow(db, END_US);
        expect(inOrder([...open, ...(await stored())])).toEqual(inOrder([...pure.bill(END_US)]));
        expect(byKey(due)).toEqual(byKey(pure.due(END_US)));
        for (const { projectId, period } of due) {
          const lines: Line[] = [];
          for await (const line of app.get(Usage).closedLines(db, { projectId, period, upToUs: END_US }))
            lines.push({ ...line, burnWeight: 0n });
          expect(lines).toEqual(
            pure
              .closedLines({ projectId, period, upToUs: END_US })
              .map((line) => ({ ...line, burnWeight: 0n })),
          );
        }
      }),
      { numRuns: 15, seed: 20_310_214, endOnFailure: true },
    );
  });
});
