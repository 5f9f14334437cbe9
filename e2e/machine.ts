import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Platform } from './platform.ts';

const agent = fileURLToPath(new URL('../services/agent/dist/main.js', import.meta.url));
const END_WITHIN_MS = 20_000;

type Given = Readonly<{
  /** 12 lower-case hex digits. */
  id: string;
  /** Of the loopback network, its own: replicas of two machines may then have the same ports. */
  address: string;
  environment?: Readonly<Record<string, string>>;
}>;

/** One more machine of a platform’s pool: an agent with a folder and an address of its own. */
export class Machine {
  readonly nodeId: string;
  private readonly child: ChildProcess;
  private readonly folder: string;
  private readonly gone: Promise<void>;

  private constructor(child: ChildProcess, nodeId: string, folder: string) {
    this.child = child;
    this.nodeId = nodeId;
    this.folder = folder;
    this.gone = new Promise((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
  }

  static async join(platform: Platform, { id, address, environment = {} }: Given): Promise<Machine> {
    const folder = await mkdtemp(join(process.getuid?.() === 0 ? '/var/tmp' : tmpdir(), 'tidegate-machine-'));
    const ports = JSON.parse(await readFile(join(platform.home, 'run/ports.json'), 'utf8')) as Record<
      string,
      number
    >;
    const nodeId = `node-${id}`;
    const child = spawn(process.execPath, [agent], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        NATS_URL: `nats://127.0.0.1:${String(ports['nats'])}`,
        NATS_TOKEN: await platform.secret('nats-token'),
        TIDEGATE_HOME: platform.home,
        TIDEGATE_NODE_ID: nodeId,
        TIDEGATE_NODE_ADDRESS: address,
        TIDEGATE_AGENT_DIR: folder,
        TIDEGATE_AGENT_PORT: '0',
        TIDEGATE_STOP_REPLICAS_ON_EXIT: 'true',
        ...environment,
      },
      stdio: 'ignore',
    });
    return new Machine(child, nodeId, folder);
  }

  /** As when its power fails: its agent and everything that it runs are gone at once. */
  async die(): Promise<void> {
    const groups = await this.groups();
    this.child.kill('SIGKILL');
    for (const group of groups) endGroup(group);
    await this.gone;
  }

  /** Nobody hears of it; what it runs runs on. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends what may be left, and its folder. */
  async leave(): Promise<void> {
    this.thaw();
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), END_WITHIN_MS);
    await this.gone;
    clearTimeout(timer);
    for (const group of await this.groups()) endGroup(group);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** How many of its replicas' processes there are. */
  async processes(): Promise<number> {
    return (await this.groups()).filter(isThere).length;
  }

  /** Process groups of its replicas, as its agent has noted them. */
  private async groups(): Promise<number[]> {
    const replicas = join(this.folder, 'replicas');
    const names = await readdir(replicas).catch(() => []);
    const pids = await Promise.all(
      names.map(async (name) => {
        const text = await readFile(join(replicas, name, 'process.json'), 'utf8').catch(() => '{}');
        return (JSON.parse(text) as { pid?: number }).pid ?? 0;
      }),
    );
    return pids.filter((pid) => pid > 1);
  }
}

const endGroup = (group: number): void => {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
};

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
