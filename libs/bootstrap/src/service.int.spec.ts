import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, Module, type OnApplicationShutdown } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import { testDatabase, testNats, testService, type TestService } from '@tidegate/testing';
import pg from 'pg';
import { Readiness } from './readiness.ts';
import { runService } from './service.ts';

jest.setTimeout(60_000);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const order: string[] = [];
@Controller()
class Slow implements OnApplicationShutdown {
  @Get('slow')
  async slow(): Promise<{ ok: boolean }> {
    await pause(400);
    order.push('answered');
    return { ok: true };
  }

  @Get('endless')
  endless(): Promise<void> {
    return new Promise(() => undefined);
  }

  onApplicationShutdown(): void {
    order.push('shut down');
  }
}

@Module({ imports: [EventingModule.forRoot({ service: 'specs' })], controllers: [Slow] })
class SpecModule {}

describe('a running service', () => {
  let app: TestService;
  const start = async (): Promise<void> => {
    order.length = 0;
    app = await testService({ service: 'specs', module: SpecModule });
  };
  afterEach(() => app.close());

  it('is ready when all its parts are', async () => {
    await start();
    const readiness = app.get(Readiness);
    let isReady = false;
    readiness.register('tables', () => isReady);
    const ready = async () => {
      const answer = await fetch(`${app.url}/readyz`);
      return [answer.status, await answer.json()];
    };
    expect(await ready()).toEqual([503, { ready: false, parts: { bus: true, tables: false } }]);
    isReady = true;
    expect(await ready()).toEqual([200, { ready: true, parts: { bus: true, tables: true } }]);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  });

  it('is ready without a part that it can do without, and still shows it', async () => {
    await start();
    const readiness = app.get(Readiness);
    readiness.register('cache', () => false);
    readiness.servesWithout('cache');
    const answer = await fetch(`${app.url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { ready: true, parts: { bus: true, cache: false } },
    ]);
  });

  it('answers what it was asked before it stops, and takes nothing new', async () => {
    await start();
    const asked = fetch(`${app.url}/slow`);
    await pause(100);
    const stopping = app.service.stop();
    expect(await (await asked).json()).toEqual({ ok: true });
    await stopping;
    expect(order).toEqual(['answered', 'shut down']);
    await expect(fetch(`${app.url}/healthz`)).rejects.toThrow();
  });

  it('cuts what does not end by itself', async () => {
    await start();
    const asked = fetch(`${app.url}/endless`).catch((error: unknown) => error);
    await pause(100);
    const startedAt = performance.now();
    await app.service.stop();
    expect(performance.now() - startedAt).toBeLessThan(9000);
    expect(await asked).toMatchObject({ message: 'fetch failed' });
    expect(order).toEqual(['shut down']);
  });
});

describe('a service that cannot start', () => {
  it('leaves no connection behind', async () => {
    @Module({ imports: [EventingModule.forRoot({ service: 'specs' })] })
    class Broken {
      onApplicationBootstrap(): void {
        throw new Error('a part is broken');
      }
    }
    const [database, nats] = await Promise.all([testDatabase(), testNats()]);
    const connections = {
      service: 'specs',
      databaseUrl: database.url,
      natsUrl: nats.url,
      natsToken: nats.token,
    };
    await expect(runService({ connections, module: Broken, logLevel: 'fatal' }, 0)).rejects.toThrow(
      'a part is broken',
    );
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      `select application_name from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await client.end();
    expect(rows).toEqual([]);
    await Promise.all([database.drop(), nats.drop()]);
  });
});
