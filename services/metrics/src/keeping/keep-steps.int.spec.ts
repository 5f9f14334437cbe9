import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import { Db, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { assembled } from '../answers/assemble.ts';
import { CreateMetrics1765000000000 } from '../metrics.migration.ts';
import { NO_NUMBERS } from '../numbers/numbers.ts';
import { STEP_US, type StepRow } from '../recording/open-steps.ts';
import type { Ended } from '../recording/recorder.ts';
import { KeepSteps } from './keep-steps.store.ts';
import { ReadSteps } from './read-steps.store.ts';

const S = 1_000_000;
const HOUR = 3600 * S;
const T0 = 500_000 * HOUR;
const OWNER = 'endpt-000000000001';

let app: TestService;
let steps: KeepSteps;
let reader: ReadSteps;

beforeAll(async () => {
  app = await testService({
    service: 'metrics',
    module: EventingModule.forRoot({ service: 'metrics', migrations: [CreateMetrics1765000000000] }),
  });
  steps = new KeepSteps(app.get(Db));
  reader = new ReadSteps(app.get(Db));
});
afterAll(async () => {
  await app.close();
});

const row = (atUs: number, requests: number): StepRow => ({
  ownerId: OWNER,
  replicaId: '',
  atUs,
  numbers: { ...NO_NUMBERS, counts: { requests } },
});
const ended = (rows: readonly StepRow[], untilUs: number, position = 7): Ended => ({
  place: { untilUs, position },
  rows,
  watched: new Map(rows.map(({ atUs }) => [atUs, { us: STEP_US, looks: 10 }])),
  grown: new Map([
    [
      OWNER,
      {
        ...NO_NUMBERS,
        counts: { requests: rows.reduce((sum, { numbers }) => sum + (numbers.counts['requests'] ?? 0), 0) },
      },
    ],
  ]),
});
const requests = async (
  stepSeconds: number,
  fromUs: number,
  untilUs: number,
): Promise<(number | undefined)[]> => {
  const read = await reader.read({ ownerIds: [OWNER], replicaId: null, stepSeconds, fromUs, untilUs });
  const all = assembled(read, { fromUs, untilUs, stepUs: stepSeconds * S });
  return (all.get(`${OWNER}/`) ?? []).map(({ numbers }) => numbers?.counts['requests']);
};
const counted = async (): Promise<number | undefined> =>
  (await reader.totals([OWNER])).get(OWNER)?.counts['requests'];

describe('a recording', () => {
  it('keeps a step once, however often it tries', async () => {
    expect(await steps.begin(3, { untilUs: T0, position: 1 })).toEqual({ untilUs: T0, position: 1 });
    for (let copy = 0; copy < 3; copy++)
      expect(await steps.keep(ended([row(T0, 5)], T0 + STEP_US), 3)).toBe(true);
    expect(await requests(10, T0, T0 + STEP_US)).toEqual([5]);
    expect(await counted()).toBe(5);
  });

  it('is shut out by a later one, which goes on where it ended', async () => {
    expect(await steps.begin(4, { untilUs: 0, position: 0 })).toEqual({ untilUs: T0 + STEP_US, position: 7 });
    expect(await steps.keep(ended([row(T0 + STEP_US, 99)], T0 + 2 * STEP_US), 3)).toBe(false);
    expect(await counted()).toBe(5);
  });

  it('that ends within a step adds its part to that of the next', async () => {
    const last = {
      ...ended([row(T0 + STEP_US, 2)], T0 + STEP_US, 8),
      watched: new Map([[T0 + STEP_US, { us: 4 * S, looks: 4 }]]),
    };
    expect(await steps.keep(last, 4, { isLast: true })).toBe(true);
    expect(await steps.begin(5, { untilUs: 0, position: 0 })).toEqual({ untilUs: T0 + STEP_US, position: 8 });
    const next = {
      ...ended([row(T0 + STEP_US, 3)], T0 + 2 * STEP_US),
      watched: new Map([[T0 + STEP_US, { us: 6 * S, looks: 6 }]]),
    };
    expect(await steps.keep(next, 5)).toBe(true);
    expect(await requests(10, T0, T0 + 2 * STEP_US)).toEqual([5, 5]);
    expect(await counted()).toBe(10);
  });
});

describe('coarser steps', () => {
  it('are the finer ones together, the newest part read from those that are not over', async () => {
    const rows = Array.from({ length: 2 * 360 + 7 }, (_, n) => row(T0 + (n + 2) * STEP_US, 1));
    await steps.keep(ended(rows, T0 + 2 * HOUR + 9 * STEP_US), 5);
    while (await steps.rollUp());
    const { 60: minutes, 3600: hours } = await reader.reached();
    expect([minutes, hours]).toEqual([T0 + 2 * HOUR + 60 * S, T0 + 2 * HOUR]);
    expect(await requests(3600, T0, T0 + 3 * HOUR)).toEqual([10 + 358, 360, 9]);
    expect(await requests(60, T0 + 2 * HOUR, T0 + 2 * HOUR + 120 * S)).toEqual([6, 3]);
    const { watched } = await reader.read({
      ownerIds: [],
      replicaId: null,
      stepSeconds: 3600,
      fromUs: T0,
      untilUs: T0 + 2 * HOUR,
    });
    expect(watched.map(({ us, looks }) => [us, looks])).toEqual([
      [3600 * S, 3600],
      [3600 * S, 3600],
    ]);
  });

  it('pass over what nobody watched, however long it was', async () => {
    const later = T0 + 300 * HOUR;
    await steps.keep(ended([row(later, 4)], later + 2 * HOUR), 5);
    let turns = 0;
    while (await steps.rollUp()) turns++;
    expect(turns).toBeLessThan(20);
    expect(await requests(3600, later, later + HOUR)).toEqual([4]);
  });
});

describe('what is kept for long enough', () => {
  it('goes, each step by its own time', async () => {
    while (await steps.dropOld(T0 + 300 * HOUR));
    const [left] = await app.get(Db).query<{ finest: number; hours: number }>(sql`
      select count(*) filter (where step_seconds = 10 and at_us < ${T0 + 290 * HOUR})::int as finest,
        count(*) filter (where step_seconds = 3600)::int as hours from steps`);
    expect(left).toEqual({ finest: 0, hours: 4 });
  });
});
