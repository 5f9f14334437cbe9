import {
  type AnswerOf,
  type AnyEvent,
  type EndpointSpec,
  type EventNamed,
  type HardwareShape,
  type NodeCapacity,
  type Recorded,
  type ReplicaFact,
  questions,
} from '@tidegate/contracts';
import { causeOf, deriveId } from '@tidegate/eventing';
import { Asker, EventStore } from '@tidegate/eventing/nest';
import type { TestService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';

type Answer = AnswerOf<typeof questions.nodeSync>;

/** The whole log, in pages. */
export const wholeLog = async (service: TestService): Promise<Recorded<AnyEvent>[]> => {
  const store = service.get(EventStore);
  const log: Recorded<AnyEvent>[] = [];
  for (;;) {
    const page = await store.readLog({ after: log.length, limit: 1000 });
    log.push(...page);
    if (page.length < 1000) return log;
  }
};

type Typed<Type extends AnyEvent['type']> = Recorded<Extract<AnyEvent, { type: Type }>>;

export const typed = <Type extends AnyEvent['type']>(
  log: readonly Recorded<AnyEvent>[],
  type: Type,
): Typed<Type>[] => log.filter((event): event is Typed<Type> => event.type === type);

export const simulatedGpus = (count: number): NodeCapacity => ({
  vcpuMillis: 64_000,
  memoryMib: 512_000,
  diskMib: 1_000_000,
  gpus: Array.from({ length: count }, (_, index) => ({
    index,
    model: 'H100',
    memoryMib: 81_920,
    simulated: true,
  })),
});

/** A node as its agent would speak for it: it starts what it is told, and stops what is not wanted any more. */
export class FakeNode {
  readonly id: string;
  readonly running = new Map<string, Answer['desired'][number]>();
  readonly #finished = new Set<string>();
  #facts: ReplicaFact[] = [];
  #monotonicUs = 1000;
  bootId = 'boot-1';
  last: Answer | undefined;

  constructor(
    private readonly service: TestService,
    name: string,
    readonly capacity: NodeCapacity = simulatedGpus(8),
    /** What a replica does once it is told to run. */
    private readonly behaviour: 'serves' | 'starts' | 'crashes' | 'ignores' = 'serves',
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
        labels: {},
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

  tell(replicaId: string, kind: ReplicaFact['kind'], change: Partial<ReplicaFact> = {}): void {
    const none = { port: null, cause: null, exitCode: null, lastLines: [] };
    this.#facts.push({ replicaId, kind, monotonicUs: ++this.#monotonicUs, ...none, ...change });
  }

  #follow({ desired, stopCauses }: Answer): void {
    const wanted = new Set(desired.map(({ replicaId }) => replicaId));
    for (const id of [...this.running.keys()].filter((running) => !wanted.has(running))) {
      this.running.delete(id);
      this.#finished.add(id);
      this.tell(id, 'stopped', { cause: stopCauses[id] ?? 'orphaned' });
    }
    for (const replica of desired)
      if (!this.running.has(replica.replicaId) && !this.#finished.has(replica.replicaId))
        this.#start(replica);
  }

  #start(replica: Answer['desired'][number]): void {
    const { replicaId } = replica;
    if (this.behaviour === 'ignores') return;
    this.tell(replicaId, 'started');
    if (this.behaviour === 'crashes') {
      this.#finished.add(replicaId);
      this.tell(replicaId, 'stopped', { cause: 'exited', exitCode: 1, lastLines: ['it broke'] });
      return;
    }
    this.running.set(replicaId, replica);
    if (this.behaviour === 'serves') this.tell(replicaId, 'ready', { port: 8000 });
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

const specOf = (hardware: HardwareShape): EndpointSpec => ({
  name: 'words',
  description: '',
  model: 'acme/words',
  framework: 'double',
  engineArguments: { slots: 2 },
  environment: { GREETING: 'hello' },
  cluster: 'local',
  hardware,
  visibility: 'private',
  scaling: {
    mode: 'automatic',
    minReplicas: 0,
    maxReplicas: 5,
    rules: [{ metric: 'concurrency', target: 1 }],
    idleTimeoutSeconds: 60,
    initialCooldownSeconds: 0,
  },
  startupTimeoutSeconds: 60,
  notifyWebhookUrl: null,
});

const projectId = 'proj-00000000000a';
const cause = () => causeOf({ commandId: randomUUID(), actor: 'operator' });

/** An endpoint as the other services would speak of it. */
export class FakeEndpoint {
  readonly id: string;
  #version = 0;
  #desired = 0;

  constructor(
    private readonly store: EventStore,
    name: string,
    private readonly hardware: HardwareShape,
  ) {
    this.id = deriveId('endpoint', name);
  }

  get desired(): number {
    return this.#desired;
  }

  async request(): Promise<void> {
    const data = { endpointId: this.id, projectId, revision: 1, spec: specOf(this.hardware) };
    await this.store.append(this.id, 0, [{ type: 'EndpointRequested', data }], cause());
  }

  /** The scaler's word. */
  async scale(to: number, why: EventNamed<'ScaleDecided'>['data']['cause'] = 'load'): Promise<void> {
    const data: EventNamed<'ScaleDecided'>['data'] = {
      endpointId: this.id,
      projectId,
      revision: 1,
      from: this.#desired,
      to,
      cause: why,
      inputs: null,
      formula: '',
      limitedBy: [],
      policyVersion: 1,
      leaseEpoch: 1,
      text: `to ${to}`,
    };
    this.#desired = to;
    await this.store.append(`scale-${this.id}`, this.#version++, [{ type: 'ScaleDecided', data }], cause());
  }
}
