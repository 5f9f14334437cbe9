import { setTimeout as pause } from 'node:timers/promises';
import type { HowToSleep } from './how-to-sleep.ts';

type Engine = Readonly<{ host: string; port: number }>;
type Paths = Extract<HowToSleep, { how: 'unloaded' }>;

const LOOK_MS = 50;

const ask = async (
  { host, port }: Engine,
  { method, path, signal }: Readonly<{ method: 'GET' | 'POST'; path: string; signal: AbortSignal }>,
): Promise<string> => {
  const address = host.includes(':') ? `[${host}]` : host;
  // A connection of its own: one that is kept would hold up the end of the replica.
  const headers = { connection: 'close' };
  const answer = await fetch(`http://${address}:${String(port)}${path}`, { method, headers, signal });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} was answered with ${String(answer.status)}`);
  return text;
};

const isAsleep = async (
  engine: Engine,
  { asleepPath: path }: Paths,
  signal: AbortSignal,
): Promise<boolean> => {
  const told = JSON.parse(await ask(engine, { method: 'GET', path, signal })) as { is_sleeping?: unknown };
  return told.is_sleeping === true;
};

/**
 * Asks an engine to free its GPUs, or to load them again, and waits until it has. What it does already it is not asked for.
 * @throws when it says no, or has not done it by the signal
 */
export const engineSleeps = async (
  engine: Engine,
  paths: Paths,
  { asleep, signal }: Readonly<{ asleep: boolean; signal: AbortSignal }>,
): Promise<void> => {
  if ((await isAsleep(engine, paths, signal)) === asleep) return;
  const path = asleep ? paths.sleepPath : paths.wakePath;
  await ask(engine, { method: 'POST', path, signal });
  while ((await isAsleep(engine, paths, signal)) !== asleep) await pause(LOOK_MS, undefined, { signal });
};
