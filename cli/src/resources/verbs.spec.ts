import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, run } from '../run.ts';

const ID = 'endpt-0123456789ab';
const chat = {
  ...{ id: ID, name: 'chat', state: 'running', revision: 2, conditions: [] as unknown[], rollout: null },
  ...{ reason: { code: 'x', message: 'Something went on.', nextStep: 'Do something.' }, url: '/api/d/x' },
  ...{
    replicas: { desired: 1, ready: 1 },
    hardware: { id: 'cpu-1x' },
    model: 'a/b',
    tags: { team: 'search' },
  },
  createdAt: '2031-01-01T00:00:00.000Z',
};
let states: string[] = [];
const asked: { what: string; query: Record<string, string>; body: unknown; ifMatch: string | undefined }[] =
  [];
let server: Server;
let url = '';
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-cli-'));
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const to = new URL(request.url ?? '', 'http://x');
      const what = `${request.method ?? ''} ${to.pathname}`;
      const ifMatch = request.headers['if-match'];
      asked.push({
        what,
        query: Object.fromEntries(to.searchParams),
        body: body ? JSON.parse(body) : null,
        ifMatch,
      });
      response.setHeader('content-type', 'application/json');
      if (what === 'GET /v1/endpoints') response.end(JSON.stringify({ items: [chat], nextCursor: null }));
      else if (what === 'POST /v1/endpoints' && to.searchParams.has('validateOnly'))
        response.end(
          JSON.stringify({ valid: false, problems: [{ pointer: '/model', message: 'is nowhere' }] }),
        );
      else if (what === `GET /v1/endpoints/${ID}`)
        response.end(JSON.stringify({ ...chat, state: states.shift() ?? 'running' }));
      else response.end(JSON.stringify(chat));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  asked.length = 0;
  states = [];
});

const tidegate = async (...args: string[]) => {
  const said = { out: '', err: '' };
  const code = await run(args, {
    defaults: { url, token: 'tok', keptToken: null },
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
  });
  return { code, ...said };
};

describe('a body', () => {
  it('is made of words, options that lie deeper, and what is set', async () => {
    const words = [
      '--model',
      'a/b',
      '--min',
      '0',
      '--scaling.max-replicas',
      '3',
      '--env',
      'A=1',
      '--env',
      'B=x=y',
    ];
    const more = [
      '--internal-only',
      '--tag',
      'team=search',
      '--domain',
      'a.example,b.example',
      '--set',
      'limits.tokensPerMinute=null',
    ];
    expect((await tidegate('endpoint', 'create', 'chat', ...words, ...more)).code).toBe(EXIT.done);
    expect(asked.at(-1)?.body).toEqual({
      ...{
        name: 'chat',
        model: 'a/b',
        scaling: { minReplicas: 0, maxReplicas: 3 },
        environment: { A: '1', B: 'x=y' },
      },
      ...{ internalOnly: true, tags: { team: 'search' }, customDomains: ['a.example', 'b.example'] },
      limits: { tokensPerMinute: null },
    });
  });

  it('may come from a file, and options go before it', async () => {
    const file = join(folder, 'endpoint.yaml');
    writeFileSync(file, 'model: a/b\nscaling:\n  minReplicas: 1\n  maxReplicas: 2\n');
    await tidegate('endpoint', 'create', 'chat', '-f', file, '--max', '5');
    expect(asked.at(-1)?.body).toEqual({
      name: 'chat',
      model: 'a/b',
      scaling: { minReplicas: 1, maxReplicas: 5 },
    });
    expect((await tidegate('endpoint', 'create', 'chat', '-f', join(folder, 'none'))).code).toBe(
      EXIT.misused,
    );
  });

  it('is not sent when it cannot be meant', async () => {
    for (const words of [
      ['--max', 'many'],
      ['--visibility', 'some'],
      ['--env', 'NOT_SET_ANYWHERE'],
      ['--set', 'x'],
    ])
      expect((await tidegate('endpoint', 'update', 'chat', ...words)).code).toBe(EXIT.misused);
    expect(asked).toEqual([]);
  });

  it('takes null where a field can be unset, and only a revision that is known', async () => {
    await tidegate('endpoint', 'update', 'chat', '--idle', 'null', '--if-match', '2');
    expect(asked.at(-1)).toMatchObject({ body: { scaling: { idleTimeoutSeconds: null } }, ifMatch: '"r2"' });
  });
});

describe('a dry run', () => {
  it('asks the platform where it can judge, and ends with 1 when it would refuse', async () => {
    const { code, out } = await tidegate('endpoint', 'create', 'chat', '--model', 'a/b', '--dry-run');
    expect([code, asked.at(-1)?.query]).toEqual([EXIT.failed, { validateOnly: 'true' }]);
    expect(out).toContain('/model is nowhere');
  });

  it('shows the request elsewhere, and sends nothing', async () => {
    const { out } = await tidegate(
      'node',
      'drain',
      'node-0123456789ab',
      '--deadline-seconds',
      '60',
      '--dry-run',
      '-o',
      'json',
    );
    expect(JSON.parse(out)).toEqual({
      ...{ method: 'POST', path: '/v1/nodes/node-0123456789ab/drain', body: { deadlineSeconds: 60 } },
    });
    expect(asked).toEqual([]);
  });
});

describe('what cannot be undone', () => {
  it('is not done by a program that does not say that it is meant', async () => {
    expect((await tidegate('endpoint', 'delete', 'chat')).code).toBe(EXIT.misused);
    expect((await tidegate('node', 'delete', 'node-0123456789ab')).code).toBe(EXIT.misused);
    expect(asked.filter(({ what }) => !what.startsWith('GET'))).toEqual([]);
    await tidegate('endpoint', 'delete', 'chat', '--confirm', 'chat');
    expect(asked.at(-1)).toMatchObject({ what: `DELETE /v1/endpoints/${ID}`, body: { confirm: 'chat' } });
  });
});

describe('a wait', () => {
  it('tells what becomes of it, and ends when it is there', async () => {
    states = ['deploying', 'starting', 'running'];
    const { code, err, out } = await tidegate('endpoint', 'start', 'chat', '--wait', '-o', 'json');
    expect(code).toBe(EXIT.done);
    expect(err).toMatch(/chat: deploying .*\nchat: starting .*\nchat: running /);
    expect(JSON.parse(out)).toMatchObject({ state: 'running' });
  });

  it('ends with 7 when it has failed, and with 6 when it takes too long', async () => {
    states = ['deploying', 'deploy_failed'];
    const failed = await tidegate('endpoint', 'restart', 'chat', '--wait');
    expect([failed.code, failed.err]).toEqual([EXIT.remoteFailed, expect.stringContaining('Do something.')]);
    states = Array.from({ length: 99 }, () => 'deploying');
    expect((await tidegate('wait', 'chat', '--timeout', '1s')).code).toBe(EXIT.late);
  });
});

describe('an output', () => {
  it('is what is asked for, before or behind the command', async () => {
    expect((await tidegate('-o', 'name', 'endpoints')).out).toBe('chat\n');
    expect(JSON.parse((await tidegate('endpoints', '-o', 'json')).out)).toEqual({ items: [chat] });
    expect((await tidegate('endpoints', '-o', 'jsonl')).out).toBe(`${JSON.stringify(chat)}\n`);
    expect((await tidegate('endpoints', '-o', 'yaml')).out).toContain('items:\n  - id: endpt-');
    expect((await tidegate('endpoints', '--columns', 'name,replicas.ready,tags')).out).toBe(
      'NAME  REPLICAS.READY  TAGS\nchat               1  team=search\n',
    );
    expect((await tidegate('endpoints', '-o', 'wide')).out).toContain('Something went on.');
  });

  it('shows requests as commands for curl, without the token', async () => {
    const { err } = await tidegate('endpoint', 'update', 'chat', '--secret', 'KEY=hidden', '--debug', '-q');
    expect(err).toContain(
      `curl -X PATCH '${url}/v1/endpoints/${ID}' -H "Authorization: Bearer $TIDEGATE_TOKEN"`,
    );
    expect(err).not.toMatch(/tok'|Bearer tok|hidden/);
  });
});
