import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What the agent remembers of a replica's life. */
export const RECORD_FILE = 'replica.json';

/**
 * The files of one replica. Written without a sync to the disk: they must outlive the agent, and a machine that went
 * down has no replicas left to remember. Short and synchronous, since a start waits for them.
 */
export class ReplicaFolder {
  readonly path: string;
  /** Where the replica's program runs. */
  readonly work: string;
  readonly output: Readonly<{ stdout: string; stderr: string }>;
  readonly exitFile: string;

  constructor(root: string, replicaId: string) {
    this.path = join(root, replicaId);
    this.work = join(this.path, 'work');
    this.output = { stdout: join(this.path, 'stdout.log'), stderr: join(this.path, 'stderr.log') };
    this.exitFile = join(this.path, 'exit');
  }

  create(): void {
    mkdirSync(this.work, { recursive: true, mode: 0o700 });
  }

  /** Replaces the whole file: a reader sees the old content or the new. */
  write(name: string, content: unknown): void {
    const path = join(this.path, name);
    writeFileSync(`${path}.new`, JSON.stringify(content), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  /** @returns undefined when there is no such file or it cannot be read as JSON */
  read(name: string): unknown {
    try {
      return JSON.parse(readFileSync(join(this.path, name), 'utf8')) as unknown;
    } catch {
      return undefined;
    }
  }

  /** The wrapper's report and when it was written, in milliseconds of the wall clock. */
  readExit(): { text: string; atMs: number } | undefined {
    try {
      return { text: readFileSync(this.exitFile, 'utf8'), atMs: statSync(this.exitFile).mtimeMs };
    } catch {
      return undefined;
    }
  }

  removeExit(): void {
    rmSync(this.exitFile, { force: true });
  }

  /** Both outputs, to be appended to, for as long as `use` runs. */
  withOutput<T>(use: (stdout: number, stderr: number) => T): T {
    const stdout = openSync(this.output.stdout, 'a', 0o600);
    try {
      const stderr = openSync(this.output.stderr, 'a', 0o600);
      try {
        return use(stdout, stderr);
      } finally {
        closeSync(stderr);
      }
    } finally {
      closeSync(stdout);
    }
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Where the folders of all replicas are. */
export const replicasFolder = (agentFolder: string): string => join(agentFolder, 'replicas');

/** The ids of all replicas of which something is kept. */
export const keptReplicas = (root: string): string[] => {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  return readdirSync(root).filter((name) => /^repl-[0-9a-f]{12}$/.test(name));
};
