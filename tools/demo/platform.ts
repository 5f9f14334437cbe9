import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ApiError, type Client, ConnectionError, clientOf, unwrap } from '@tidegate/sdk';
import { parse } from '../up/options.ts';
import { readSecret } from '../up/secrets.ts';
import type { Narrator } from './narrator.ts';

export type Platform = Readonly<{
  client: Client;
  url: string;
  token: string;
  /** Stops it if it was brought up for this. */
  leave: () => Promise<void>;
}>;

type Wish = Readonly<{
  root: string;
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
  narrator: Narrator;
}>;

const ANSWERS_WITHIN_MS = 5000;

/** The platform that runs, or one brought up. */
export const findPlatform = async (wish: Wish): Promise<Platform> => {
  const { environment, narrator } = wish;
  const asked = parse([], environment, process.getuid?.() === 0);
  if (asked.kind !== 'start') throw new Error(asked.kind === 'wrong' ? asked.sentence : 'nothing to do');
  const { home, port } = asked.options;
  const url = environment['TIDEGATE_URL'] ?? `http://127.0.0.1:${port}`;
  const token = environment['TIDEGATE_TOKEN'] ?? (await readSecret(join(home, 'secrets', 'token')));
  if (token !== undefined && (await answers(url, token)))
    return { ...{ url, token, client: clientOf({ url, token }) }, leave: () => Promise.resolve() };
  if (environment['TIDEGATE_URL'] !== undefined)
    throw new Error(`${url} does not answer: is it up, and is TIDEGATE_TOKEN of it?`);
  narrator.part('No platform runs here: bringing one up');
  return broughtUp(wish);
};

/** @throws Error when it answers and does not take the token */
const answers = async (url: string, token: string): Promise<boolean> => {
  const asking = clientOf({ url, token, retries: { most: 0 }, timeoutMs: ANSWERS_WITHIN_MS });
  try {
    await unwrap(asking.GET('/v1/me'));
    return true;
  } catch (error) {
    if (error instanceof ConnectionError) return false;
    if (error instanceof ApiError) throw new Error(`${url} answers: ${error.message}. ${error.remedy ?? ''}`);
    throw error;
  }
};

type ReadyLine = Readonly<{ url: string; token: string | null }>;

const broughtUp = async ({ root, environment, signal }: Wish): Promise<Platform> => {
  // In a group of its own: Ctrl-C comes to us, and it stops when the endpoint’s settings are back.
  const child = spawn(process.execPath, [join(root, 'tools/up.ts'), '--json'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const leave = (): Promise<void> => ended(child);
  signal.addEventListener('abort', () => void ((child.exitCode ?? isReady.now) ? undefined : leave()), {
    once: true,
  });
  const isReady = { now: false };
  for await (const line of createInterface({ input: child.stdout })) {
    const { url, token } = JSON.parse(line) as ReadyLine;
    isReady.now = true;
    if (token === null) break;
    return { url, token, client: clientOf({ url, token }), leave };
  }
  await leave();
  throw new Error('the platform did not come up');
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await gone;
};
