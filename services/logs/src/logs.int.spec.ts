import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AskOf, EVERY_LINE, SUBJECTS, questions } from '@tidegate/contracts';
import { Asker, Bus } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { LogsModule } from './logs.module.ts';
import { TEST_LIMITS } from './retention/limits.spec-helper.ts';
import { TEST_SINKS } from './sinks/settings.spec-helper.ts';

let app: TestService;
let ids = 0;

beforeAll(async () => {
  app = await testService({
    service: 'logs',
    module: LogsModule.with(
      () => TEST_LIMITS,
      () => TEST_SINKS,
    ),
  });
});
afterAll(async () => {
  await app.close();
});

describe('lines that were shipped', () => {
  it('are told back, the newest of all replicas, oldest first', async () => {
    const endpointId = newEndpoint();
    await ship(endpointId, 'repl-00000000000a', 1, { lines: ['one', 'two'] });
    await ship(endpointId, 'repl-00000000000b', 1, { lines: ['three'] });
    await app.eventually(async () => {
      expect(await texts({ endpointId, limit: 2 })).toHaveLength(2);
      expect(new Set(await texts({ endpointId }))).toEqual(new Set(['one', 'two', 'three']));
    });
    expect(await texts({ endpointId, replicaId: 'repl-00000000000a' })).toEqual(['one', 'two']);
  });

  it('are stored once, however often they come, and what was lost before them is seen', async () => {
    const endpointId = newEndpoint();
    for (let copy = 1; copy <= 3; copy++)
      await ship(endpointId, 'repl-00000000001a', 4, { lines: ['again'], dropped: 2 });
    await ship(endpointId, 'repl-00000000001a', 5, { lines: ['last'] });
    await app.eventually(async () => {
      expect(await texts({ endpointId })).toEqual([
        '2 lines were dropped here because a limit was reached, after line 3 of this replica',
        'again',
        'last',
      ]);
    });
  });

  it('are nobody else’s', async () => {
    const endpointId = newEndpoint();
    await ship(endpointId, 'repl-00000000002a', 1, { lines: ['mine'] });
    await app.eventually(async () => expect(await texts({ endpointId })).toEqual(['mine']));
    expect(await texts({ endpointId, projectId: 'proj-ffffffffffff' })).toEqual([]);
  });

  it('are told by age', async () => {
    const endpointId = newEndpoint();
    await ship(endpointId, 'repl-00000000003a', 1, { lines: ['old'], atMs: Date.now() - 60_000 });
    await ship(endpointId, 'repl-00000000003a', 2, { lines: ['new'] });
    await app.eventually(async () => expect(await texts({ endpointId })).toHaveLength(2));
    const edgeUs = (Date.now() - 30_000) * 1000;
    expect(await texts({ endpointId, sinceUs: edgeUs })).toEqual(['new']);
    expect(await texts({ endpointId, untilUs: edgeUs })).toEqual(['old']);
  });

  it('fit one answer, however long they are: the oldest stay out, and a follower gets them in order', async () => {
    const endpointId = newEndpoint();
    const long = 'x'.repeat(60_000);
    await ship(endpointId, 'repl-00000000004a', 1, {
      lines: Array.from({ length: 14 }, (_, n) => `${String(n)} ${long}`),
    });
    await app.eventually(async () => expect((await tail({ endpointId })).lines.length).toBeGreaterThan(10));
    const newest = await tail({ endpointId });
    expect(newest.lines.at(-1)?.sequence).toBe(14);
    expect(newest.lines.length).toBeLessThan(14);
    const first = await tail({ endpointId, after: '0' });
    const second = await tail({ endpointId, after: first.cursor });
    expect([...first.lines, ...second.lines].map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 14 }, (_, n) => n + 1),
    );
  });
});

describe('a follower', () => {
  it('misses nothing and sees nothing twice while many replicas write at once', async () => {
    const endpointId = newEndpoint();
    let rung = 0;
    const unlisten = app.get(Bus).listen(SUBJECTS.linesStored(endpointId), () => rung++);
    const replicas = Array.from({ length: 6 }, (_, n) => `repl-00000000010${String(n)}`);
    const writing = Promise.all(
      replicas.map(async (replicaId) => {
        for (let batch = 0; batch < 15; batch++)
          await ship(endpointId, replicaId, batch * 4 + 1, {
            lines: [0, 1, 2, 3].map((n) => `${replicaId} ${String(batch * 4 + n + 1)}`),
          });
      }),
    );
    const seen: string[] = [];
    let cursor = '0';
    await app.eventually(async () => {
      const page = await tail({ endpointId, after: cursor, limit: 7 });
      cursor = page.cursor;
      seen.push(...page.lines.map(({ text }) => text));
      expect(seen.length).toBeGreaterThanOrEqual(6 * 60);
    });
    await writing;
    unlisten();
    expect(new Set(seen).size).toBe(6 * 60);
    expect(seen).toHaveLength(6 * 60);
    for (const replicaId of replicas) {
      const numbers = seen
        .filter((text) => text.startsWith(replicaId))
        .map((text) => Number(text.split(' ')[1]));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
    expect(rung).toBeGreaterThan(0);
  });

  it('is led past lines that its filter leaves out', async () => {
    const endpointId = newEndpoint();
    await ship(endpointId, 'repl-00000000020a', 1, { lines: ['other'] });
    await app.eventually(async () => expect(await texts({ endpointId })).toHaveLength(1));
    const all = await tail({ endpointId });
    const filtered = await tail({ endpointId, replicaId: 'repl-00000000020b', after: '0' });
    expect(filtered).toMatchObject({ lines: [], cursor: all.cursor });
  });

  it('is told when its cursor is none', async () => {
    await expect(tail({ endpointId: newEndpoint(), after: 'x' })).rejects.toMatchObject({
      code: 'request.invalid',
    });
  });
});

const projectId = 'proj-0123456789ab';
const newEndpoint = (): string => `endpt-${(++ids).toString(16).padStart(12, '0')}`;

const ship = (
  endpointId: string,
  replicaId: string,
  firstSequence: number,
  { lines, dropped = 0, atMs = Date.now() }: { lines: string[]; dropped?: number; atMs?: number },
) =>
  app.get(Bus).signal('LogLinesShipped', {
    endpointId,
    projectId,
    replicaId,
    firstSequence,
    dropped,
    droppedBytes: 0,
    lines: lines.map((text) => ({ atUs: atMs * 1000, stream: 'stdout', text })),
  });

type Ask = Partial<AskOf<typeof questions.logTail>> & { endpointId: string };
const tail = (ask: Ask) =>
  app.get(Asker).ask(questions.logTail, { ...EVERY_LINE, projectId, limit: 1000, ...ask });
const texts = async (ask: Ask): Promise<string[]> => (await tail(ask)).lines.map(({ text }) => text);
