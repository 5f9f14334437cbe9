import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fromPs, groupUsage } from './process-usage.gateway.ts';
import { scrape } from './scrape.gateway.ts';

describe('a metrics page', () => {
  let server: Server;
  let answer: RequestListener;
  beforeEach(async () => {
    server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const page = (limits?: { timeoutMs: number; mostBytes: number }) =>
    scrape({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, path: '/m?x=1' }, limits);

  it('is asked for in the text format, uncompressed', async () => {
    const asked: unknown[] = [];
    answer = ({ url, headers }, response) => {
      asked.push(url, headers.accept, headers['accept-encoding']);
      response.write('a 1\nb "');
      response.end('☃"\n');
    };
    expect(await page()).toBe('a 1\nb "☃"\n');
    expect(asked).toEqual(['/m?x=1', 'text/plain;version=0.0.4', 'identity']);
  });

  it.each<[string, RequestListener, string]>([
    ['is another answer than 200', (_, response) => response.writeHead(503).end('a 1'), 'answers 503'],
    ['does not begin', () => undefined, 'within 200 ms'],
    ['does not end', (_, response) => response.write('a 1\n'), 'within 200 ms'],
    ['has no end at all', (_, response) => endless(response), 'more than 1000 bytes'],
    [
      'breaks off',
      (_, response) => response.writeHead(200, { 'content-length': 9 }).write('a', () => response.destroy()),
      'aborted',
    ],
  ])('that %s is none', async (_, listener, reason) => {
    answer = listener;
    const begun = performance.now();
    const timeoutMs = reason.includes('200 ms') ? 200 : 10_000;
    await expect(page({ timeoutMs, mostBytes: 1000 })).rejects.toThrow(reason);
    expect(performance.now() - begun).toBeLessThan(4000);
  });

  it('of nobody is none', async () => {
    server.close();
    await once(server, 'close');
    await expect(scrape({ host: '127.0.0.1', port: 1, path: '/' })).rejects.toThrow('ECONNREFUSED');
  });
});

describe('a process group', () => {
  let child: ChildProcess;
  const program =
    "const { spawn } = require('node:child_process');" +
    "const burn = 'const end = Date.now() + 400; while (Date.now() < end); setInterval(() => {}, 1000)';" +
    'const held = Buffer.alloc(50e6, 1);' +
    "spawn(process.execPath, ['-e', burn + '; console.log(1)'], { stdio: 'inherit' });" +
    'setInterval(() => held.length, 1000);';
  beforeEach(async () => {
    child = spawn(process.execPath, ['-e', program], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (child.stdout) await once(child.stdout, 'data');
  });
  afterEach(() => {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  });

  it('is measured with all of its processes, by /proc as by ps', async () => {
    const groupId = child.pid ?? 0;
    const usage = (await groupUsage(new Set([groupId, 2 ** 30]))).get(groupId);
    expect(usage?.cpuSeconds).toBeGreaterThan(0.1);
    expect(usage?.memoryBytes).toBeGreaterThan(90e6);
    const processes = (await fromPs()).filter((each) => each.groupId === groupId);
    expect(processes).toHaveLength(2);
    const memoryBytes = processes.reduce((sum, each) => sum + each.memoryBytes, 0);
    expect(memoryBytes / (usage?.memoryBytes ?? 0)).toBeCloseTo(1, 0);
    expect((await groupUsage(new Set([2 ** 30]))).size).toBe(0);
  });
});

const endless = (response: Parameters<RequestListener>[1]): void => {
  if (!response.destroyed) response.write('a 1\n'.repeat(100), () => endless(response));
};
