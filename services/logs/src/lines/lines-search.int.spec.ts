import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type AskOf,
  EVERY_LINE,
  type EventNamed,
  LINE_SEVERITIES,
  type LogLineView,
  questions,
} from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Asker, Bus, Db } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import fc from 'fast-check';
import { LogsModule } from '../logs.module.ts';
import { LineReader } from './line-reader.store.ts';
import { LineWriter } from './line-writer.store.ts';
import { TEST_LIMITS } from '../retention/limits.spec-helper.ts';
import { TEST_SINKS } from '../sinks/settings.spec-helper.ts';

jest.setTimeout(60_000);

type Ask = AskOf<typeof questions.logTail>;
type Shipped = EventNamed<'LogLinesShipped'>['data'];

const endpointId = 'endpt-00000000000e';
const projectId = 'proj-0123456789ab';
const REPLICAS = ['repl-00000000000a', 'repl-00000000000b', 'repl-00000000000c'] as const;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const startUs = (Date.now() - 3_600_000) * 1000;
let app: TestService;
let all: LogLineView[];

beforeAll(async () => {
  app = await testService({
    service: 'logs',
    module: LogsModule.with(
      () => TEST_LIMITS,
      () => TEST_SINKS,
    ),
  });
  // One replica after the other, each of the next beginning before the last one ends.
  for (const [n, replicaId] of REPLICAS.entries()) await ship(replicaId, n);
  await app.eventually(async () => expect((await tail({ limit: 5000 })).lines).toHaveLength(450));
  all = (await tail({ limit: 5000 })).lines;
});
afterAll(async () => {
  await app.close();
});

const WORDS = [
  'ERROR disk full',
  'WARN slow 100%',
  'INFO ready',
  'debug_x',
  'Ünïcode ÄRGER',
  'a\\b',
  'plain',
];

const ship = async (replicaId: string, n: number): Promise<void> => {
  const lines: Shipped['lines'] = Array.from({ length: 150 }, (_, i) => ({
    atUs: startUs + (n * 100 + i) * 1_000_000,
    stream: (['stdout', 'stderr', 'pushed'] as const)[i % 3]!,
    text: `${WORDS[i % WORDS.length]!} ${String(i)}`,
    ...(i % 50 === 7 && { traceId: TRACE, attributes: { request_id: `req-${String(n)}` } }),
  }));
  const shipped = { endpointId, projectId, replicaId, firstSequence: 1, lines, dropped: 0, droppedBytes: 0 };
  await app.get(Bus).signal('LogLinesShipped', shipped);
  await app.eventually(async () => expect((await tail({ replicaId, limit: 5000 })).lines).toHaveLength(150));
};

const tail = (ask: Partial<Ask>) =>
  app
    .get(Asker)
    .ask(
      questions.logTail,
      { ...EVERY_LINE, endpointId, projectId, limit: 100, ...ask },
      { timeoutMs: 10_000 },
    );
const cursors = (lines: readonly LogLineView[]) => lines.map(({ cursor }) => Number(cursor));

/** What the filters mean, line by line. */
const passes = (line: LogLineView, ask: Partial<Ask>): boolean => {
  const atUs = Date.parse(line.at) * 1000;
  return [
    has(line.text, ask.search ?? null),
    line.replicaId === (ask.replicaId ?? line.replicaId),
    line.stream === (ask.stream ?? line.stream),
    LINE_SEVERITIES.indexOf(line.severity) >= LINE_SEVERITIES.indexOf(ask.severity ?? 'trace'),
    atUs >= (ask.sinceUs ?? 0),
    atUs < (ask.untilUs ?? Infinity),
  ].every(Boolean);
};
const has = (line: string, search: Ask['search']): boolean => {
  if (!search) return true;
  const { text, caseSensitive, regex } = search;
  if (regex) return new RegExp(text, caseSensitive ? 'u' : 'iu').test(line);
  return caseSensitive ? line.includes(text) : line.toLowerCase().includes(text.toLowerCase());
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 });
const moment = fc.integer({ min: -10, max: 400 }).map((seconds) => startUs + seconds * 1_000_000);
const filters = fc.record({
  replicaId: maybe(fc.constantFrom(...REPLICAS)),
  stream: maybe(fc.constantFrom('stdout', 'stderr', 'pushed', 'platform')),
  severity: maybe(fc.constantFrom(...LINE_SEVERITIES)),
  sinceUs: maybe(moment),
  untilUs: maybe(moment),
  search: maybe(
    fc.record({
      text: fc.constantFrom('ERROR', 'error', '100%', '_x', 'a\\b', '1', 'är'),
      caseSensitive: fc.boolean(),
      regex: fc.constant(false),
    }),
  ),
}) as fc.Arbitrary<Partial<Ask>>;

describe('a question about lines', () => {
  it('is answered as a look at each line would, newest first page by page, and on from any cursor', async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 120 }), async (asked, limit) => {
        const wanted = cursors(all.filter((line) => passes(line, asked)));
        const found: number[] = [];
        for (let before: string | null = null, pages = 0; pages < 500; pages++) {
          const page = await tail({ ...asked, limit, before });
          expect(page.cameTo).toBeNull();
          found.unshift(...cursors(page.lines));
          before = page.olderCursor;
          if (before === null) break;
        }
        expect(found).toEqual(wanted);
        const forward: number[] = [];
        for (let after = '0', pages = 0; pages < 500; pages++) {
          const page = await tail({ ...asked, limit, after });
          forward.push(...cursors(page.lines));
          if (page.cursor === after || page.lines.length < limit) break;
          after = page.cursor;
        }
        expect(forward).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['^WARN .*\\d+%', true],
    ['error|debug_\\w', false],
    ['[[:digit:]]{3}$', true],
  ])('may hold an expression: %s', async (text, caseSensitive) => {
    const search = { text, caseSensitive, regex: true };
    const found = await tail({ search, limit: 5000 });
    const meant = { search: { ...search, text: text.replace('[[:digit:]]', '\\d') } };
    expect(cursors(found.lines)).toEqual(cursors(all.filter((line) => passes(line, meant))));
  });

  it('says what is wrong with an expression', async () => {
    for (const text of ['(', '(?=x)', '(a)\\1'])
      await expect(tail({ search: { text, caseSensitive: true, regex: true } })).rejects.toMatchObject({
        code: 'request.invalid',
        problems: [{ pointer: '?q' }],
      });
  });

  it('is not held up by an expression that others never end with', async () => {
    const search = { text: '(a|a)*(a*)*$', caseSensitive: true, regex: true };
    expect((await tail({ search, limit: 10 })).lines).toHaveLength(10);
  });

  it('finds what is said of a trace and of a request', async () => {
    expect((await tail({ traceId: TRACE })).lines).toHaveLength(9);
    const ofRequest = (await tail({ requestId: 'req-1' })).lines;
    expect(ofRequest.map(({ replicaId, attributes }) => [replicaId, attributes])).toEqual(
      Array.from({ length: 3 }, () => [REPLICAS[1], { request_id: 'req-1' }]),
    );
  });

  it('knows which replica was before', async () => {
    const replicas = async (ask: Partial<Ask>) =>
      new Set((await tail({ previous: true, limit: 5000, ...ask })).lines.map(({ replicaId }) => replicaId));
    expect(await replicas({})).toEqual(new Set([REPLICAS[1]]));
    expect(await replicas({ replicaId: REPLICAS[1] })).toEqual(new Set([REPLICAS[0]]));
    expect(await replicas({ replicaId: REPLICAS[0] })).toEqual(new Set());
  });

  it('is answered to nobody else', async () => {
    for (const ask of [
      {},
      { traceId: TRACE },
      { after: '0' },
      { search: { text: 'x', caseSensitive: true, regex: true } },
    ])
      expect((await tail({ ...ask, projectId: 'proj-ffffffffffff' })).lines).toEqual([]);
  });

  it('that takes too long tells how far it came, and goes on from there', async () => {
    const clock = jest.spyOn(performance, 'now');
    const slow = 'endpt-00000000005a';
    const db = app.get(Db);
    await db.transaction((tx) =>
      app.get(LineWriter).append(
        tx,
        { endpointId: slow, projectId, replicaId: null },
        Array.from({ length: 12_000 }, (_, n) => ({ atUs: startUs, text: n === 0 ? 'needle' : 'hay' })),
      ),
    );
    const ask: Ask = {
      ...EVERY_LINE,
      endpointId: slow,
      projectId,
      limit: 10,
      search: { text: 'needle', caseSensitive: true, regex: false },
    };
    // As a clock on which the first statement took ten seconds.
    let late = 0;
    clock.mockImplementation(() => (late += 10_000));
    const first = await app.get(LineReader).read(ask);
    clock.mockRestore();
    expect(first.lines).toEqual([]);
    expect(first.cameTo).not.toBeNull();
    const second = await app.get(LineReader).read({ ...ask, before: first.olderCursor });
    expect(second).toMatchObject({
      lines: [{ text: 'needle', replicaId: null, stream: 'platform' }],
      cameTo: null,
    });
  });
});

describe('what the platform says', () => {
  it('is stored as often as whoever says it commits', async () => {
    const whose = { endpointId: 'endpt-0000000000aa', projectId, replicaId: REPLICAS[0] };
    const say = (text: string) =>
      app.get(Db).transaction(async (tx) => {
        await app.get(LineWriter).append(tx, whose, [{ atUs: startUs, text, severity: 'error' }]);
        await tx.query(sql`select 1 / ${text === 'never' ? 0 : 1}::int`);
      });
    await say('one');
    await expect(say('never')).rejects.toThrow();
    await say('one');
    const { lines, cursor } = await app.get(LineReader).after(0, { ...whose, limit: 10 });
    expect(lines.map(({ text, severity, sequence }) => [text, severity, sequence])).toEqual([
      ['one', 'error', 0],
      ['one', 'error', 0],
    ]);
    expect((await app.get(LineReader).after(cursor, { ...whose, limit: 10 })).lines).toEqual([]);
  });
});
