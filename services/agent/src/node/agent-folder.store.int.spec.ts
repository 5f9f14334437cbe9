import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processStamp } from '../drivers/process-identity.gateway.ts';
import { openAgentFolder } from './agent-folder.store.ts';

const inFolder = async (work: (folder: string) => void | Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-agent-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describe("an agent's folder", () => {
  it('keeps its id, and is another one when it was made anew', () =>
    inFolder((folder) => {
      const first = openAgentFolder(folder);
      expect(openAgentFolder(folder)).toBe(first);
      expect(openAgentFolder(join(folder, 'other'))).not.toBe(first);
    }));

  it('is refused while another agent that lives has it, and given once that one is gone', () =>
    inFolder(async (folder) => {
      const holder = spawn('sleep', ['60'], { stdio: 'ignore' });
      const lock = `${String(holder.pid)}\n${processStamp(holder.pid!)!}\n`;
      writeFileSync(join(folder, 'agent.lock'), lock);
      expect(() => openAgentFolder(folder)).toThrow(/two agents need two folders/);
      const gone = new Promise((resolve) => holder.once('exit', resolve));
      holder.kill('SIGKILL');
      await gone;
      openAgentFolder(folder);
    }));

  it('is not kept by a process that only has the id of an agent of before', () =>
    inFolder((folder) => {
      writeFileSync(join(folder, 'agent.lock'), `${String(process.ppid)}\nstarted at another time\n`);
      openAgentFolder(folder);
    }));
});
