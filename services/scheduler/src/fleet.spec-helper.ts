import {
  type AnswerOf,
  type HardwareShape,
  type NodeCapacity,
  type NodeTraits,
  type ReplicaFact,
  questions,
} from '@tidegate/contracts';
import { deriveId } from '@tidegate/eventing';
import { Asker } from '@tidegate/eventing/nest';
import type { TestService } from '@tidegate/testing';

type Answer = AnswerOf<typeof questions.nodeSync>;
type Desired = Answer['desired'][number];
export type Behaviour = 'serves' | 'starts' | 'crashes' | 'ignores';

export const simulatedGpus = (count: number): NodeCapacity => ({
  vcpuMillis: 64_000,
  memoryMib: 512_000,
  diskMib: 1_000_000,
  gpus: Array.from({ length: count }, (_, index) => ({
    index,
    model: 'H100',
    memoryMib: 81_920,
    simulated: true,
    island: null,
  })),
});

/** A node as its agent would speak for it: it starts what it is told, and stops what is not wanted any more. */
export class FakeNode {
  readonly id: string;
  readonly running = new Map<string, Desired>();
  readonly #finished = new Set<string>();
  readonly #rests = new Map<string, Readonly<{ isAsleep: boolean; wakes: number }>>();
  #facts: ReplicaFact[] = [];
  #monotonicUs = 1000;
  bootId = 'boot-1';
  /** What it says of itself beside its hardware. */
  traits: NodeTraits = { driver: 'process', labels: {}, taints: [], zone: null };
  has: string[] = [];
  /** What is not wanted any more takes its time to end. */
  lingers = false;
  last: Answer | undefined;

  constructor(
    private service: TestService,
    readonly name: string,
    readonly capacity: NodeCapacity = simulatedGpus(8),
    /** What a replica does once it is told to run. */
    private readonly behaviour: Behaviour | ((replica: Desired) => Behaviour) = 'serves',
  ) {
    this.id = deriveId('node', name);
  }

  /** One ask, and what follows from its answer. Facts are told with the next one. */
  async sync(): Promise<Answer> {
    this.#monotonicUs += 1000;
    const told = this.#facts;
    const answer = await this.service.get(Asker).ask(
      questions.nodeSync,
      {
        nodeId: this.id,
        cluster: 'local',
        hostname: this.id,
        address: '127.0.0.1',
        bootId: this.bootId,
        agentId: 'agent-1',
        monotonicUs: this.#monotonicUs,
        capacity: this.capacity,
        ...this.traits,
        has: this.has,
        facts: told,
        running: [...this.running.keys()],
      },
      { timeoutMs: 10_000 },
    );
    this.#facts = this.#facts.filter((fact) => !told.includes(fact));
    this.last = answer;
    this.#follow(answer);
    return answer;
  }

  /** It is heard by another scheduler from now on. */
  moveTo(service: TestService): void {
    this.service = service;
  }

  /** A replica’s process ends: by itself, unless its node says otherwise. */
  finish(replicaId: string, cause: ReplicaFact['cause'] = 'exited'): void {
    this.running.delete(replicaId);
    this.#finished.add(replicaId);
    this.tell(replicaId, 'stopped', { cause, exitCode: 1, lastLines: ['it broke'] });
  }

  tell(replicaId: string, kind: ReplicaFact['kind'], change: Partial<ReplicaFact> = {}): void {
    const none = { port: null, cause: null, exitCode: null, lastLines: [] };
    this.#facts.push({ replicaId, kind, monotonicUs: ++this.#monotonicUs, ...none, ...change });
  }

  #follow({ desired, stopCauses }: Answer): void {
    const wanted = new Set(desired.map(({ replicaId }) => replicaId));
    for (const id of this.lingers ? [] : [...this.running.keys()].filter((running) => !wanted.has(running))) {
      this.running.delete(id);
      this.#finished.add(id);
      this.tell(id, 'stopped', { cause: stopCauses[id] ?? 'orphaned' });
    }
    for (const replica of desired) if (this.running.has(replica.replicaId)) this.#turn(replica);
    for (const replica of desired)
      if (!this.running.has(replica.replicaId) && !this.#finished.has(replica.replicaId))
        this.#start(replica);
  }

  /** It falls asleep and wakes in no time. */
  #turn({ replicaId, asleep = false, wakes = 0 }: Desired): void {
    const rest = this.#rests.get(replicaId) ?? { isAsleep: false, wakes: 0 };
    if (asleep ? rest.isAsleep : wakes === rest.wakes) return;
    this.#rests.set(replicaId, { isAsleep: asleep, wakes });
    if (asleep) this.tell(replicaId, 'slept', { how: 'frozen', wakes });
    else this.tell(replicaId, 'ready', { port: 8000, wakes });
  }

  #start(replica: Desired): void {
    const { replicaId } = replica;
    const behaviour = typeof this.behaviour === 'string' ? this.behaviour : this.behaviour(replica);
    if (behaviour === 'ignores') return;
    this.tell(replicaId, 'started');
    if (behaviour === 'crashes') {
      this.finish(replicaId);
      return;
    }
    this.running.set(replicaId, replica);
    if (behaviour === 'serves') this.tell(replicaId, 'ready', { port: 8000 });
  }
}

export const shape = (gpuCount: number, change: Partial<HardwareShape> = {}): HardwareShape => ({
  id: gpuCount > 0 ? `h100-${gpuCount}x` : 'cpu-1x',
  gpuModel: gpuCount > 0 ? 'H100' : null,
  gpuCount,
  gpuThousandths: 1000,
  vcpuMillis: 1000,
  memoryMib: 1000,
  ...change,
});
