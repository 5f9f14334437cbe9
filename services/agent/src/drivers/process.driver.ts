import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '@tidegate/eventing/nest';
import { z } from 'zod';
import { processStamp, signalGroup, signalProcess } from './process-identity.gateway.ts';
import { GO, SHELL, parseExitCode, wrapperArgs } from './process-wrapper.ts';
import { ReplicaFolder, keptReplicas } from './replica-folder.store.ts';
import type { ProcessLaunch } from './launch.ts';
import { type DrivenReplica, ReplicaDriver, type ReplicaExit } from './replica.driver.ts';

const FILE = 'process.json';
const ProcessFile = z.object({
  pid: z.int().min(2),
  /** See processStamp. */
  stamp: z.string(),
  startedAtUs: z.int(),
});

type Process = z.infer<typeof ProcessFile> &
  Readonly<{
    replicaId: string;
    folder: ReplicaFolder;
    ended: Promise<undefined>;
    end: (nothing: undefined) => void;
  }> & {
    /** This agent knows that it was alive a moment ago. */
    seen: boolean;
  };

/** How often it is looked whether a process of an earlier agent still runs: the system tells only parents. */
const LOOK_MS = 200;
/**
 * A signal that comes while the wrapper makes way for the program is heard by neither. A replica this new has nothing to
 * finish, so it is asked again.
 */
const NEW_US = 1_000_000;
const ASK_AGAIN_MS = 250;
/** A killed group is gone within milliseconds, unless the kernel is stuck in it. */
const GONE_WITHIN_MS = 10_000;

/** Runs a replica as a process group of this machine. */
export class ProcessDriver extends ReplicaDriver {
  readonly #processes = new Map<string, Process>();
  readonly #listeners = new Set<(exit: ReplicaExit) => void>();
  readonly #adopted = new Set<Process>();
  #looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly root: string,
    private readonly clock: Pick<Clock, 'monotonicUs'>,
  ) {
    super();
  }

  /** In the same breath: a replica that wakes has somebody waiting for it. */
  override start(launch: ProcessLaunch): Promise<DrivenReplica> {
    return new Promise((resolve) => {
      resolve(this.#spawn(launch));
    });
  }

  override async stop(replicaId: string, limitMs: number): Promise<void> {
    const running = this.#processes.get(replicaId);
    if (!running) return;
    if (await this.#ask(running, limitMs)) return;
    this.#signal(running, 'SIGKILL');
    if (!(await within(running.ended, GONE_WITHIN_MS)))
      throw new Error(`${replicaId} was killed and is still there (process ${running.pid})`);
  }

  /** The wrapper goes on: it is what sees the end of a program that is killed meanwhile. */
  override async freeze(replicaId: string): Promise<void> {
    const { pid } = await this.#running(replicaId);
    signalGroup(pid, 'SIGSTOP');
    signalProcess(pid, 'SIGCONT');
  }

  override async thaw(replicaId: string): Promise<void> {
    const { pid } = await this.#running(replicaId);
    signalGroup(pid, 'SIGCONT');
  }

  override adopt(): Promise<readonly DrivenReplica[]> {
    for (const replicaId of keptReplicas(this.root)) {
      const folder = new ReplicaFolder(this.root, replicaId);
      const file = ProcessFile.safeParse(folder.read(FILE));
      if (file.success) this.#adopted.add(this.#remember(replicaId, folder, file.data, { seen: false }));
    }
    const found = [...this.#adopted].map(driven);
    this.#looking = setInterval(() => {
      this.#look();
    }, LOOK_MS).unref();
    setImmediate(() => {
      this.#look();
    });
    return Promise.resolve(found);
  }

  override isAlive(replicaId: string): boolean {
    const known = this.#processes.get(replicaId);
    return known !== undefined && runs(known);
  }

  override onExit(then: (exit: ReplicaExit) => void): () => void {
    this.#listeners.add(then);
    return () => this.#listeners.delete(then);
  }

  override async remove(replicaId: string): Promise<void> {
    if (this.#processes.has(replicaId)) throw new Error(`${replicaId} still runs`);
    await new ReplicaFolder(this.root, replicaId).remove();
  }

  override close(): void {
    clearInterval(this.#looking);
    this.#listeners.clear();
  }

  #spawn({ replicaId, command, args, env }: ProcessLaunch): DrivenReplica {
    if (this.#processes.has(replicaId)) throw new Error(`${replicaId} runs already`);
    const folder = new ReplicaFolder(this.root, replicaId);
    folder.create();
    folder.removeExit();
    const startedAtUs = this.clock.monotonicUs();
    const child = folder.withOutput((stdout, stderr) =>
      spawn(SHELL, wrapperArgs(folder.exitFile, command, args), {
        cwd: folder.work,
        env,
        detached: true,
        stdio: ['pipe', stdout, stderr],
      }),
    );
    child.on('error', () => undefined);
    child.stdin?.on('error', () => undefined);
    child.unref();
    const started = this.#writeDown(replicaId, folder, child, startedAtUs);
    child.once('exit', () => {
      this.#ended(started);
    });
    child.stdin?.end(GO);
    return driven(started);
  }

  #running(replicaId: string): Promise<Process> {
    const known = this.#processes.get(replicaId);
    return known && runs(known)
      ? Promise.resolve(known)
      : Promise.reject(new Error(`${replicaId} does not run`));
  }

  /** @returns whether it has ended within the limit */
  async #ask(running: Process, limitMs: number): Promise<boolean> {
    for (let leftMs = limitMs; leftMs > 0;) {
      const isNew = this.clock.monotonicUs() - running.startedAtUs < NEW_US;
      const waitMs = isNew ? Math.min(leftMs, ASK_AGAIN_MS) : leftMs;
      this.#signal(running, 'SIGTERM');
      // What stands still hears nothing.
      this.#signal(running, 'SIGCONT');
      if (await within(running.ended, waitMs)) return true;
      leftMs -= waitMs;
    }
    return false;
  }

  /** The program does not run yet, so what fails here leaves nothing behind. */
  #writeDown(replicaId: string, folder: ReplicaFolder, child: ChildProcess, startedAtUs: number): Process {
    try {
      const { pid } = child;
      if (pid === undefined) throw new Error(`${SHELL} cannot be started`);
      const stamp = processStamp(pid);
      if (stamp === undefined) throw new Error(`the process of ${replicaId} ended before it began`);
      const file = { pid, stamp, startedAtUs };
      folder.write(FILE, file);
      return this.#remember(replicaId, folder, file, { seen: true });
    } catch (error) {
      child.stdin?.destroy();
      throw error;
    }
  }

  #remember(
    replicaId: string,
    folder: ReplicaFolder,
    file: z.infer<typeof ProcessFile>,
    { seen }: { seen: boolean },
  ): Process {
    const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
    const known: Process = { ...file, replicaId, folder, ended, end, seen };
    this.#processes.set(replicaId, known);
    return known;
  }

  #look(): void {
    for (const known of this.#adopted)
      if (runs(known)) known.seen = true;
      else this.#ended(known);
  }

  #ended(known: Process): void {
    const { replicaId, folder, startedAtUs } = known;
    this.#adopted.delete(known);
    if (this.#processes.get(replicaId) !== known) return;
    this.#processes.delete(replicaId);
    const report = folder.readExit();
    // The wrapper itself was killed, and perhaps it alone. Seen a moment ago, its id cannot be another's yet.
    if (!report && known.seen && processStamp(known.pid) === undefined) signalGroup(known.pid, 'SIGKILL');
    const nowUs = this.clock.monotonicUs();
    // The wall clock may have been set meanwhile: never before the start, never in the future.
    const agoUs = report ? Math.round((Date.now() - report.atMs) * 1000) : 0;
    const atUs = Math.max(startedAtUs, Math.min(nowUs, nowUs - agoUs));
    const exit = { replicaId, exitCode: parseExitCode(report?.text), atUs };
    for (const listener of this.#listeners) listener(exit);
    known.end(undefined);
  }

  /** A process id of an earlier agent may be another's by now. */
  #signal(known: Process, signal: NodeJS.Signals): void {
    if (runs(known)) signalGroup(known.pid, signal);
  }
}

const runs = ({ pid, stamp }: Process): boolean => processStamp(pid) === stamp;

const driven = ({ replicaId, pid, startedAtUs, folder }: Process): DrivenReplica => ({
  replicaId,
  groupId: pid,
  startedAtUs,
  place: null,
  output: folder.output,
});

/** @returns whether it came in time */
const within = async (event: Promise<unknown>, ms: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(resolve, ms, false)));
  const came = await Promise.race([event.then(() => true), late]);
  clearTimeout(timer);
  return came;
};
