import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { testNats } from '@tidegate/testing';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Published, shipper } from './crashing-shipper.spec-helper.ts';
import { runningReplica, testFolder } from './fake-replica.spec-helper.ts';
import type { Batch } from './pending-lines.ts';

jest.setTimeout(60_000);
const PROGRAM = fileURLToPath(new URL('./shipper-process.spec-helper.ts', import.meta.url));

describe('a shipper that dies', () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  beforeEach(async () => {
    folder = await testFolder();
  });
  afterEach(() => folder.remove());

  it('at any step leaves each line to be shipped once, under one number', async () => {
    const Life = fc.record({
      diesAtStep: fc.integer({ min: 1, max: 9 }),
      out: fc.nat({ max: 300 }),
      err: fc.nat({ max: 9 }),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(Life, { minLength: 1, maxLength: 6 }), async (lives) => {
        const replicaId = `repl-${String(run++).padStart(12, '0')}`;
        const { output, ...rest } = runningReplica(folder.path, { replicaId });
        const source = { ...rest, output };
        const published = new Published();
        const written = { stdout: [] as string[], stderr: [] as string[] };
        const write = async (stream: 'stdout' | 'stderr', count: number) => {
          const lines = Array.from(
            { length: count },
            (_, i) => `${stream} ${String(written[stream].length + i)}`,
          );
          written[stream].push(...lines);
          await appendFile(output[stream], lines.map((line) => `${line}\n`).join(''));
        };
        const state = join(folder.path, `lines-${replicaId}`);
        for (const { diesAtStep, out, err } of lives) {
          const { lines, died } = await shipper(source, published, { folder: state, batchMs: 5, diesAtStep });
          await write('stdout', out);
          await write('stderr', err);
          await Promise.race([died, lines.flush()]);
          await lines.stop();
        }
        const { lines } = await shipper(source, published, { folder: state, batchMs: 5 });
        await lines.flush();
        await lines.stop();
        expect(published.texts('stdout')).toEqual(written.stdout);
        expect(published.texts('stderr')).toEqual(written.stderr);
        const numbers = [...published.stored().keys()].toSorted((a, b) => a - b);
        expect(numbers).toEqual(numbers.map((_, i) => i + 1));
        expect(published.dropped).toBe(0);
        await Promise.all([rm(output.stdout, { force: true }), rm(output.stderr, { force: true })]);
      }),
      { numRuns: 40 },
    );
  });

  it('killed by the system again and again loses nothing, and doubles nothing', async () => {
    const nats = await testNats();
    const connection = await connect({ servers: nats.url, ...(nats.token && { token: nats.token }) });
    const { streams } = await jetstreamManager(connection);
    await streams.add({ name: 'LINES', subjects: ['lines.>'] });
    const source = runningReplica(folder.path);
    const argument = JSON.stringify({ ...nats, folder: join(folder.path, 'lines'), source });
    const begin = async () => {
      const child = fork(PROGRAM, [argument], {
        execArgv: ['--no-warnings', '--experimental-transform-types', '--conditions=source'],
      });
      await once(child, 'message');
      return child;
    };
    const all = Array.from({ length: 30_000 }, (_, i) => `line ${String(i)}`);
    const writing = (async () => {
      for (let i = 0; i < all.length; i += 100) {
        await appendFile(
          source.output.stdout,
          all
            .slice(i, i + 100)
            .map((line) => `${line}\n`)
            .join(''),
        );
        await pause(10);
      }
    })();
    for (let kills = 0; kills < 4; kills++) {
      const child = await begin();
      await pause(100 + 90 * kills);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await writing;
    const last = await begin();
    last.send('end');
    await once(last, 'exit');
    const published = new Published();
    const { state } = await streams.info('LINES');
    for (let seq = state.first_seq; seq <= state.last_seq; seq++)
      published.take(String(seq), (await streams.getMessage('LINES', { seq }))!.json<Batch>());
    await connection.close();
    await nats.drop();
    expect(published.texts()).toEqual(all);
    expect(published.dropped).toBe(0);
    // A repeat is the same message, so the stream itself has each line once.
    expect(published.batches.reduce((sum, { lines }) => sum + lines.length, 0)).toBe(all.length);
  });
});
