import type {
  AnswerOf,
  AskOf,
  HardwareShape,
  NodeCapacity,
  ReplicaFact,
  StopCause,
  questions,
} from '@tidegate/contracts';
import { type Known, type Turn, reconcile } from '@tidegate/agent/simulated';
import { deriveId } from '@tidegate/eventing';
import { type Held, heldOn } from './held.ts';
import type { MachinePlan } from './plan.ts';
import type { Random } from './random.ts';
import { SECOND_US, type VirtualTime } from './virtual-time.ts';

type Ask = AskOf<typeof questions.nodeSync>;
type Answer = AnswerOf<typeof questions.nodeSync>;
type Desired = Answer['desired'][number];

/** A replica's process, as it really is. */
export type Running = Readonly<{
  replicaId: string;
  hardware: HardwareShape;
  gpuIndices: readonly number[];
  startedAtUs: number;
  /** The machine was asked to end it. */
  isEnding: boolean;
  isAsleep: boolean;
  wakes: number;
}>;

/** What really was: the truth that bills and placements are held against. */
export type Lived = Readonly<{ replicaId: string; nodeId: string; startedAtUs: number; endedAtUs: number }>;

/** A sign of life, when it came, and until when it proves what the machine held. */
export type Heard = Readonly<{ atUs: number; monotonicUs: number; bootId: string }>;

export type MachineWorld = Readonly<{
  time: VirtualTime;
  random: Random;
  /** Asks the control plane; undefined when no word came back. */
  ask: (ask: Ask) => Promise<Answer | undefined>;
  crashesOf: (endpointId: string) => number;
  lived: (lived: Lived) => void;
  /** It falls silent, or speaks again. */
  silent: () => void;
  /** Something new runs: a moment to look whether it fits. */
  started: (machine: Machine) => void;
}>;

const START_SECONDS = [2, 40] as const;
const END_SECONDS = [0.2, 8] as const;
const REST_SECONDS = [0.05, 3] as const;
const SYNC_US = SECOND_US;
/** Nothing is expected: an agent asks all the same, but here nothing would come of asking each second. */
const QUIET_SYNC_US = 600 * SECOND_US;

/** A machine with its agent. What runs on it runs on without an agent, and without a network. */
export class Machine {
  readonly id: string;
  readonly capacity: NodeCapacity;
  readonly running = new Map<string, Running>();
  readonly #finished = new Set<string>();
  #facts: ReplicaFact[] = [];
  #boot = 1;
  #bootedAtUs: number;
  /** Rises with each life of its agent. */
  agent = 1;
  #awayUntilUs = 0;
  /** It has had an answer in this boot, and since it was silent. */
  #isKnown = false;
  #lastHeard: Heard | undefined;
  #isAsking = false;
  #isWoken = false;

  constructor(
    private readonly world: MachineWorld,
    readonly number: number,
    { gpus, vcpus, memoryGib }: MachinePlan,
  ) {
    this.id = deriveId('node', 'machine', number);
    this.#bootedAtUs = world.time.nowUs - 1000 * SECOND_US;
    this.capacity = {
      vcpuMillis: vcpus * 1000,
      memoryMib: memoryGib * 1024,
      diskMib: 1_000_000,
      gpus: Array.from({ length: gpus }, (_, index) => ({
        index,
        model: 'H100',
        memoryMib: 81_920,
        simulated: true,
        island: null,
      })),
    };
    this.#keepAsking();
  }

  /** The control plane can hear its agent. */
  get isHeard(): boolean {
    return this.world.time.nowUs >= this.#awayUntilUs;
  }

  /**
   * Its last sign of life that reached anybody: an agent speaks each second, though here nobody listens to all of it. What it has not told
   * yet it does not prove.
   */
  get heard(): Heard | undefined {
    if (!this.isHeard || !this.#isKnown) return this.#lastHeard;
    const { nowUs: atUs } = this.world.time;
    if (this.#facts.length > 0 && this.#lastHeard) return { ...this.#lastHeard, atUs };
    return { atUs, monotonicUs: this.monotonicUs, bootId: this.bootId };
  }

  get monotonicUs(): number {
    return this.world.time.nowUs - this.#bootedAtUs;
  }

  get bootId(): string {
    return `boot-${String(this.#boot)}`;
  }

  /** Nobody hears of it for a while. */
  cut(seconds: number): void {
    this.#lastHeard = this.heard;
    this.#isKnown = false;
    this.#awayUntilUs = Math.max(this.#awayUntilUs, this.world.time.nowUs + seconds * SECOND_US);
    this.world.silent();
    this.world.time.after(seconds * SECOND_US, () => {
      this.world.silent();
      this.wake();
    });
  }

  /** Its agent is killed; the next one finds what runs. */
  loseAgent(seconds: number): void {
    this.agent += 1;
    this.cut(seconds);
  }

  /** All that ran is gone, and nobody will ever tell of it. */
  reboot(seconds: number): void {
    this.#lastHeard = this.heard;
    this.#isKnown = false;
    for (const running of this.running.values()) this.#buried(running);
    this.running.clear();
    this.#facts = [];
    this.#finished.clear();
    this.#boot += 1;
    this.agent += 1;
    this.#bootedAtUs = this.world.time.nowUs;
    this.cut(seconds);
  }

  /** Something is to be told or to be learned. */
  wake(): void {
    this.#isWoken = true;
    if (!this.#isAsking && this.isHeard) void this.#sync();
  }

  /** What is held here, by GPU in thousandths, and of the machine. */
  held(): Held {
    return heldOn(this.capacity, this.running.values());
  }

  #keepAsking(): void {
    this.world.time.after(this.#facts.length > 0 ? SYNC_US : QUIET_SYNC_US, () => {
      this.wake();
      this.#keepAsking();
    });
  }

  /** Since it asked, a new agent has begun, or nobody can hear it. */
  #isMute(agent: number): boolean {
    return this.agent !== agent || !this.isHeard;
  }

  async #sync(): Promise<void> {
    this.#isAsking = true;
    try {
      while (this.#isWoken && this.isHeard) {
        this.#isWoken = false;
        const { agent } = this;
        const told = this.#facts.slice(0, 200);
        const answer = await this.world.ask(this.#askWith(told));
        if (this.#isMute(agent)) return;
        if (!answer) {
          this.#isWoken = true;
          await this.world.time.sleep(SYNC_US);
          continue;
        }
        this.#isKnown = true;
        this.#facts = this.#facts.filter((fact) => !told.includes(fact));
        this.#follow(answer);
        if (this.#facts.length > 0) this.#isWoken = true;
      }
    } finally {
      this.#isAsking = false;
    }
  }

  #askWith(facts: ReplicaFact[]): Ask {
    return {
      nodeId: this.id,
      cluster: 'local',
      hostname: `machine-${String(this.number)}`,
      address: '127.0.0.1',
      bootId: this.bootId,
      agentId: `agent-${String(this.agent)}`,
      monotonicUs: this.monotonicUs,
      capacity: this.capacity,
      driver: 'process',
      labels: {},
      taints: [],
      zone: null,
      has: [],
      facts,
      running: [...this.running.keys()],
    };
  }

  #follow({ desired, stopCauses }: Answer): void {
    const plan = reconcile(desired, stopCauses, [...this.#known()]);
    for (const { replicaId, cause } of plan.stop) {
      const running = this.running.get(replicaId);
      if (running) this.#end(running, cause);
    }
    for (const replica of plan.start) this.#start(replica);
    for (const turn of plan.sleep) this.#turn(turn, true);
    for (const turn of plan.wake) this.#turn(turn, false);
  }

  /** It falls asleep or wakes, unless it is told otherwise meanwhile. */
  #turn({ replicaId, wakes }: Turn, isAsleep: boolean): void {
    const running = this.running.get(replicaId);
    if (!running) return;
    const turned = { ...running, isAsleep, wakes };
    this.running.set(replicaId, turned);
    this.world.time.after(this.world.random.between(...REST_SECONDS) * SECOND_US, () => {
      if (this.running.get(replicaId) !== turned) return;
      this.#tell(replicaId, isAsleep ? 'slept' : 'ready', { how: 'frozen', port: 8000, wakes });
    });
  }

  *#known(): Iterable<Known> {
    for (const { replicaId, gpuIndices, isEnding, isAsleep, wakes } of this.running.values())
      yield { replicaId, gpuIndices, phase: isEnding ? 'ending' : 'alive', settled: false, isAsleep, wakes };
    const over = { gpuIndices: [], phase: 'ended', settled: false, isAsleep: false, wakes: 0 } as const;
    for (const replicaId of this.#finished) yield { replicaId, ...over };
  }

  #start(replica: Desired): void {
    const { time, random } = this.world;
    const { replicaId, hardware, gpuIndices, endpointId, wakes = 0 } = replica;
    const awake = { isEnding: false, isAsleep: false, wakes };
    const running = { replicaId, hardware, gpuIndices, startedAtUs: time.nowUs, ...awake };
    this.running.set(replicaId, running);
    this.#tell(replicaId, 'started');
    this.world.started(this);
    const boot = this.#boot;
    const lives = (): boolean => this.#boot === boot && this.running.get(replicaId)?.isEnding === false;
    const takesUs = random.between(...START_SECONDS) * SECOND_US;
    if (random.happens(this.world.crashesOf(endpointId)))
      time.after(takesUs * random.next(), () => {
        if (lives()) this.#gone(replicaId, 'exited', 1);
      });
    time.after(takesUs, () => {
      if (lives()) this.#tell(replicaId, 'ready', { port: 8000, wakes });
    });
  }

  #end(running: Running, cause: StopCause): void {
    const { replicaId } = running;
    this.running.set(replicaId, { ...running, isEnding: true });
    const boot = this.#boot;
    this.world.time.after(this.world.random.between(...END_SECONDS) * SECOND_US, () => {
      if (this.#boot === boot) this.#gone(replicaId, cause, 0);
    });
  }

  #gone(replicaId: string, cause: StopCause, exitCode: number): void {
    const running = this.running.get(replicaId);
    if (!running) return;
    this.running.delete(replicaId);
    this.#finished.add(replicaId);
    this.#buried(running);
    this.#tell(replicaId, 'stopped', { cause, exitCode });
  }

  #buried({ replicaId, startedAtUs }: Running): void {
    this.world.lived({ replicaId, nodeId: this.id, startedAtUs, endedAtUs: this.world.time.nowUs });
  }

  #tell(replicaId: string, kind: ReplicaFact['kind'], change: Partial<ReplicaFact> = {}): void {
    const none = { port: null, cause: null, exitCode: null, lastLines: [] };
    if (this.#facts.length === 0) this.#lastHeard = this.heard;
    this.#facts.push({ replicaId, kind, monotonicUs: this.monotonicUs, ...none, ...change });
    this.wake();
  }
}
