import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processStamp } from '../drivers/process-identity.gateway.ts';

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
};

/**
 * Makes the agent's folder and takes it for this process.
 * @returns the folder's own id: another one means that the agent remembers nothing of before
 * @throws when another agent that runs has taken it
 */
export const openAgentFolder = (folder: string): string => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = join(folder, 'agent.lock');
  const [pid, stamp] = read(lock)?.split('\n') ?? [];
  const holder = Number(pid);
  if (holder > 1 && holder !== process.pid && processStamp(holder) === stamp)
    throw new Error(`the agent with process id ${holder} uses ${folder}: two agents need two folders`);
  writeFileSync(lock, `${process.pid}\n${processStamp(process.pid) ?? ''}\n`, { mode: 0o600 });
  const idFile = join(folder, 'folder-id');
  const kept = read(idFile);
  if (kept !== undefined) return kept;
  const id = randomBytes(6).toString('hex');
  writeFileSync(idFile, `${id}\n`, { mode: 0o600 });
  return id;
};
