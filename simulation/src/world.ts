import type { AnyEvent, AskOf, AnswerOf, Recorded, questions } from '@tidegate/contracts';
import { deriveUuid } from '@tidegate/eventing';
import { Callers } from './callers.ts';
import { Broken, fits, logIsPossible, onlyHeldIsBilled } from './checks.ts';
import { tablesAreTheLog, unsettled } from './at-rest.ts';
import { Host } from './host.ts';
import { SharedLog, reachedBy } from './log.ts';
import { type Lived, Machine } from './machine.ts';
import { Turns } from './memory-db.ts';
import { Owners } from './owners.ts';
import type { Plan, Trouble } from './plan.ts';
import { Random } from './random.ts';
import { ScalerProcess } from './scaler-process.ts';
import type { Surroundings } from './scheduler-parts.ts';
import { SchedulerProcess } from './scheduler-process.ts';
import { Tables } from './tables.ts';
import { BEGINNING_US, SECOND_US, VirtualTime } from './virtual-time.ts';

export type Faults = Partial<Pick<Surroundings, 'spoil'>>;

/** When all trouble is over, everything must be as it shall be within so long. */
const SETTLE_SECONDS = 900;

/** Everything that lives through a plan. */
export class World {
  readonly #time = new VirtualTime();
  readonly #random: Random;
  readonly #log: SharedLog;
  readonly #tables = new Tables();
  readonly #lives: Lived[] = [];
  readonly #callers: Callers;
  readonly #owners: Owners;
  readonly #machines: Machine[];
  readonly #schedulers: SchedulerProcess[];
  readonly #scaler: ScalerProcess;
  readonly #scalerHost: Host;
  #leader: Host;
  #broken: Broken | undefined;
  #commands = 0;

  constructor(
    private readonly plan: Plan,
    faults: Faults,
  ) {
    this.#random = new Random(plan.seed);
    this.#log = new SharedLog(() => this.#time.nowUs);
    this.#callers = new Callers(this.#time);
    this.#owners = new Owners(this.#log);
    const turns = new Turns();
    this.#schedulers = ['scheduler-1', 'scheduler-2'].map((name) => {
      const host = new Host(name, this.#time, this.#random);
      return new SchedulerProcess(host, {
        tables: this.#tables,
        turns,
        log: this.#log,
        store: reachedBy(this.#log, host, () => this.#delayUs()),
        nudge: (nodeIds) => {
          this.#nudge(nodeIds);
        },
        heard: (nodeId) => this.#heard(nodeId),
        gateway: () => ({ position: this.#callers.position, inFlight: this.#callers.draining() }),
        isLeader: (asking) => this.#isLeader(asking),
        ...faults,
      });
    });
    this.#leader = this.#scheduler(0).host;
    this.#scalerHost = new Host('scaler', this.#time, this.#random);
    this.#scaler = new ScalerProcess(
      this.#scalerHost,
      this.#log,
      reachedBy(this.#log, this.#scalerHost, () => this.#delayUs()),
      this.#callers,
    );
    this.#machines = plan.machines.map((machine, number) => this.#machine(machine, number));
    this.#follow();
  }

  async run(): Promise<void> {
    for (const machine of this.#machines) machine.wake();
    for (const [number, endpoint] of this.plan.endpoints.entries()) {
      this.#at(endpoint.atSeconds, () => this.#owners.request(number, endpoint));
      for (const { fromSeconds } of endpoint.load)
        this.#at(fromSeconds, () => {
          this.#scaler.stir(this.#owners.idOf(number));
        });
    }
    for (const [number, endpoint] of this.plan.endpoints.entries())
      this.#callers.know(this.#owners.idOf(number), endpoint);
    for (const trouble of this.plan.trouble) this.#at(trouble.atSeconds, () => this.#befall(trouble));
    await this.#runFor(this.plan.seconds);
    await this.#settle();
  }

  get log(): readonly Recorded<AnyEvent>[] {
    return this.#log.all as readonly Recorded<AnyEvent>[];
  }

  /** @throws when what the log says cannot have been */
  check(): void {
    logIsPossible(this.log);
    const running = this.#machines.flatMap((machine) =>
      [...machine.running.values()].map(({ replicaId, startedAtUs }) => ({
        replicaId,
        nodeId: machine.id,
        startedAtUs,
        endedAtUs: this.#time.nowUs,
      })),
    );
    onlyHeldIsBilled(this.log, [...this.#lives, ...running], this.#time.nowUs);
    tablesAreTheLog(this.#tables, this.log);
  }

  get seconds(): number {
    return (this.#time.nowUs - BEGINNING_US) / SECOND_US;
  }

  /** Trouble is over: what is desired is ready, or waits for room that is not there, and nothing else runs. */
  async #settle(): Promise<void> {
    for (const scheduler of this.#schedulers) if (!scheduler.host.isAlive) scheduler.restart();
    if (!this.#scalerHost.isAlive) this.#scaler.restart();
    for (const { number } of this.#machines) void this.#command(number, 'uncordon');
    let problem: string | null = 'nothing was looked at';
    for (let seconds = 0; seconds < SETTLE_SECONDS && problem !== null; seconds += 30) {
      await this.#runFor(30);
      problem = unsettled({
        log: this.log,
        tables: this.#tables,
        machines: this.#machines,
        crashes: (endpointId) => this.#crashesOf(endpointId) > 0,
      });
    }
    if (problem !== null) throw new Broken(problem);
  }

  #befall(trouble: Trouble): unknown {
    if ('process' in trouble) {
      this.#disturb(trouble);
      return undefined;
    }
    if ('endpoint' in trouble)
      return this.#owners.wish(trouble.endpoint % this.plan.endpoints.length, trouble.kind);
    const machine = this.#machineOf(trouble);
    if (!('seconds' in trouble)) return this.#command(machine.number, trouble.kind);
    if (trouble.kind === 'cut') machine.cut(trouble.seconds);
    if (trouble.kind === 'reboot') machine.reboot(trouble.seconds);
    if (trouble.kind === 'agent-dies') machine.loseAgent(trouble.seconds);
    return undefined;
  }

  #disturb({ kind, process, seconds }: Extract<Trouble, { kind: 'kill' | 'pause' }>): void {
    const victim = process === 'scaler' ? this.#scaler : this.#scheduler(process === 'scheduler-1' ? 0 : 1);
    const host = victim instanceof SchedulerProcess ? victim.host : this.#scalerHost;
    if (!host.isAlive) return;
    if (kind === 'pause') {
      host.pause(seconds * SECOND_US);
      return;
    }
    host.kill();
    this.#time.after(seconds * SECOND_US, () => {
      if (!host.isAlive) victim.restart();
    });
  }

  async #command(number: number, action: 'drain' | 'cordon' | 'uncordon'): Promise<void> {
    const node = this.#machines[number];
    const scheduler = this.#schedulers.find(({ host }) => host.isAlive && !host.isPaused);
    if (!node || !scheduler || !this.#tables.nodes.get(node.id)) return;
    const commandId = deriveUuid('command', ++this.#commands);
    const asked = { actor: 'operator', requestId: null, commandId, deadlineSeconds: null };
    await scheduler.command({ nodeId: node.id, action, ...asked }).catch(() => undefined);
  }

  #machine(plan: Plan['machines'][number], number: number): Machine {
    return new Machine(
      {
        time: this.#time,
        random: this.#random,
        ask: (ask) => this.#answer(ask),
        crashesOf: (endpointId) => this.#crashesOf(endpointId),
        lived: (lived) => this.#lives.push(lived),
        silent: () => {
          for (const scheduler of this.#schedulers) scheduler.stir();
        },
        started: (machine) => {
          try {
            fits(machine);
          } catch (error) {
            this.#broken ??= error as Broken;
          }
        },
      },
      number,
      plan,
    );
  }

  async #answer(
    ask: AskOf<typeof questions.nodeSync>,
  ): Promise<AnswerOf<typeof questions.nodeSync> | undefined> {
    await this.#time.sleep(this.#delayUs());
    const scheduler = this.#random.pick(this.#schedulers);
    const { host } = scheduler;
    if (!host.isAlive || host.isPaused) return undefined;
    const said = await this.#within(3 * SECOND_US, scheduler.sync(ask));
    await this.#time.sleep(this.#delayUs());
    return said;
  }

  /** Undefined when it failed, or did not come in time. */
  async #within<Said>(limitUs: number, said: Promise<Said>): Promise<Said | undefined> {
    const { promise: late, resolve } = Promise.withResolvers<undefined>();
    const inTime = this.#time.after(limitUs, () => {
      resolve(undefined);
    });
    const first = await Promise.race([said.catch(() => undefined), late]);
    inTime();
    return first;
  }

  #crashesOf(endpointId: string): number {
    return this.plan.endpoints.find((_, n) => this.#owners.idOf(n) === endpointId)?.crashes ?? 0;
  }

  #nudge(nodeIds: Iterable<string>): void {
    for (const nodeId of nodeIds)
      this.#time.after(this.#delayUs(), () => {
        this.#machines.find(({ id }) => id === nodeId)?.wake();
      });
  }

  #heard(nodeId: string): ReturnType<Surroundings['heard']> {
    return this.#machines.find(({ id }) => id === nodeId)?.heard;
  }

  /** Whoever leads goes on leading while it lives; another takes over a moment later. */
  #isLeader(asking: Host): boolean {
    if (!this.#leader.isAlive || this.#leader.isPaused) this.#leader = asking;
    return this.#leader === asking;
  }

  #follow(): void {
    let position = 0;
    this.#log.onGrowth(() => {
      this.#time.after(this.#random.between(1000, 300_000), async () => {
        for (const event of this.#log.all.slice(position) as Recorded<AnyEvent>[]) {
          position = event.position;
          this.#callers.apply(event);
          await this.#owners.apply(event);
        }
      });
    });
  }

  #at(seconds: number, work: () => unknown): void {
    this.#time.after(seconds * SECOND_US, work);
  }

  async #runFor(seconds: number): Promise<void> {
    await this.#time.run(this.#time.nowUs + seconds * SECOND_US);
    if (this.#broken) throw this.#broken;
  }

  #scheduler(number: 0 | 1): SchedulerProcess {
    const scheduler = this.#schedulers[number];
    if (!scheduler) throw new Error('there are two schedulers');
    return scheduler;
  }

  #machineOf({ machine }: Readonly<{ machine: number }>): Machine {
    const found = this.#machines[machine % this.#machines.length];
    if (!found) throw new Error('there is no machine');
    return found;
  }

  #delayUs(): number {
    return this.#random.between(200, Math.max(201, this.plan.slowestMs * 1000));
  }
}
