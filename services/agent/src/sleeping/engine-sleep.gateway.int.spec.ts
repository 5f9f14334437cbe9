import { afterEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { eventually } from '@tidegate/testing';
import { freePort } from '../launching/free-port.gateway.ts';
import { engineSleeps } from './engine-sleep.gateway.ts';
import { howToSleep } from './how-to-sleep.ts';

const host = '127.0.0.1';
const how = howToSleep({ framework: 'vllm', image: null, sleepMode: 'warm' }, 'docker');
const paths = how?.how === 'unloaded' ? how : undefined;
const within = (ms: number) => AbortSignal.timeout(ms);

describe('how a replica sleeps', () => {
  it('is by its engine where that can, else by standing still, else not at all', () => {
    const by = (
      framework: string,
      driver: 'process' | 'docker' | 'kubernetes',
      image: object | null = null,
    ) => howToSleep({ framework, image: image as null, sleepMode: 'warm' }, driver);
    expect(by('vllm', 'kubernetes')).toEqual({
      how: 'unloaded',
      sleepPath: '/sleep?level=1',
      wakePath: '/wake_up',
      asleepPath: '/is_sleeping',
    });
    expect(by('engine-double', 'process')).toEqual({ how: 'frozen' });
    expect(by('custom', 'docker')).toEqual({ how: 'frozen' });
    expect(by('custom', 'kubernetes')).toBeNull();
    const own = { reference: 'mine:1', command: ['serve'] };
    expect(by('vllm', 'docker', own)).toEqual({ how: 'frozen' });
    expect(by('vllm', 'kubernetes', own)).toBeNull();
    expect(howToSleep({ framework: 'vllm', image: null, sleepMode: 'cold' }, 'docker')).toBeNull();
    expect(by('nothing', 'docker')).toBeNull();
  });
});

describe('an engine that can free its GPUs', () => {
  let engine: ChildProcess;
  let port: number;
  const chat = async (): Promise<number> => {
    const body = JSON.stringify({ model: 'a/b', messages: [{ role: 'user', content: 'hello' }] });
    return (await fetch(`http://${host}:${String(port)}/v1/chat/completions`, { method: 'POST', body }))
      .status;
  };
  const begin = async (...flags: string[]): Promise<void> => {
    port = await freePort(host, new Set());
    const file = fileURLToPath(import.meta.resolve('@tidegate/engine-double/main'));
    engine = spawn(process.execPath, [file, '--model', 'a/b', '--port', String(port), ...flags]);
    await eventually(async () => expect(await chat()).toBe(200), 20_000);
  };
  afterEach(() => {
    engine.kill('SIGKILL');
  });

  it('sleeps, wakes and answers, however often it is told', async () => {
    await begin('--enable-sleep-mode');
    const at = { host, port };
    for (const asleep of [true, true, false, false]) {
      await engineSleeps(at, paths!, { asleep, signal: within(5000) });
      expect(await chat()).toBe(asleep ? 503 : 200);
    }
  });

  it('that was not started so is not taken to sleep', async () => {
    await begin();
    await expect(
      engineSleeps({ host, port }, paths!, { asleep: true, signal: within(5000) }),
    ).rejects.toThrow(/404/);
  });
});

describe('an engine that says it sleeps and does not', () => {
  it('is not waited for beyond the limit', async () => {
    const server = createServer((_request, response) => response.end('{"is_sleeping": false}'));
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    const { port } = server.address() as AddressInfo;
    const before = performance.now();
    await expect(
      engineSleeps({ host, port }, paths!, { asleep: true, signal: within(300) }),
    ).rejects.toThrow();
    expect(performance.now() - before).toBeLessThan(3000);
    server.close();
  });
});
