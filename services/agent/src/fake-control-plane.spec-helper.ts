import { type Msg, type NatsConnection, connect, headers } from '@nats-io/transport-node';
import {
  type DesiredReplica,
  type EndpointSpec,
  NodeSyncAnswer,
  NodeSyncAsk,
  type ReplicaFact,
  SUBJECTS,
  type StopCause,
  questions,
} from '@tidegate/contracts';
import { endpointSpec } from '@tidegate/testing';

/** What a replica's node is told of its template. */
const launchOf = (
  spec: EndpointSpec,
): Omit<DesiredReplica, 'replicaId' | 'endpointId' | 'projectId' | 'revision' | 'gpuIndices'> => ({
  model: spec.model,
  modelSource: spec.modelSource,
  image: spec.image,
  framework: spec.framework,
  quantization: spec.quantization,
  engineArguments: spec.engineArguments,
  environment: spec.environment,
  secrets: spec.secrets,
  hardware: spec.hardware,
  diskMib: spec.diskMib,
  mountPath: spec.mountPath,
  containerPort: spec.containerPort,
  healthPath: spec.healthPath,
  startupTimeoutSeconds: spec.startupTimeoutSeconds,
});

export const NODE_ID = 'node-0000000000aa';

export const replicaOf = (
  n: number,
  engineArguments: DesiredReplica['engineArguments'] = {},
): DesiredReplica => ({
  replicaId: `repl-${n.toString(16).padStart(12, '0')}`,
  endpointId: 'endpt-0000000000e1',
  projectId: 'proj-0000000000b1',
  revision: 1,
  gpuIndices: [],
  ...launchOf(endpointSpec({ model: 'owner/model', engineArguments, startupTimeoutSeconds: 30 })),
});

/** Answers `scheduler.node-sync` on a real bus as a test tells it to. */
export class FakeControlPlane {
  desired: DesiredReplica[] = [];
  stopCauses: Record<string, StopCause> = {};
  /** False: it is down. */
  answers = true;
  readonly asks: NodeSyncAsk[] = [];
  /** What is sealed, by id; undefined: nobody opens it now. */
  sealed: Record<string, string> | undefined = {};
  /** Who asked for what is sealed. */
  readonly opened: string[] = [];

  private constructor(
    private readonly bus: NatsConnection,
    private readonly nodeId: string,
  ) {
    bus.subscribe(questions.openSecrets.name, {
      callback: (_error, message) => {
        this.#open(message);
      },
    });
    bus.subscribe(questions.nodeSync.name, {
      callback: (_error, message) => {
        this.#answer(message);
      },
    });
  }

  /** @param nodeId the node that is to run what is wanted */
  static async on(
    { url, token }: { url: string; token: string },
    nodeId = NODE_ID,
  ): Promise<FakeControlPlane> {
    return new FakeControlPlane(await connect({ servers: url, ...(token && { token }) }), nodeId);
  }

  /** Every fact that was told, each as often as it was told. */
  get facts(): ReplicaFact[] {
    return this.asks.flatMap(({ facts }) => facts);
  }

  /** What was told of one replica, each kind once, in the order in which it came. */
  toldOf(replicaId: string): ReplicaFact[] {
    const ofIt = this.facts.filter((fact) => fact.replicaId === replicaId);
    return ofIt.filter(({ kind }, at) => ofIt.findIndex((fact) => fact.kind === kind) === at);
  }

  kindsOf(replicaId: string): string[] {
    return this.toldOf(replicaId).map(({ kind }) => kind);
  }

  want(...desired: DesiredReplica[]): void {
    this.desired = desired;
    this.nudge();
  }

  nudge(): void {
    this.bus.publish(SUBJECTS.nodeNudge(this.nodeId));
  }

  close(): Promise<void> {
    return this.bus.close();
  }

  #open(message: Msg): void {
    const { replicaId, secretIds } = questions.openSecrets.ask.parse(message.json());
    const { sealed } = this;
    if (!sealed) return;
    this.opened.push(replicaId);
    if (secretIds.every((id) => id in sealed)) {
      const values = Object.fromEntries(secretIds.map((id) => [id, sealed[id] ?? '']));
      message.respond(JSON.stringify({ values }));
      return;
    }
    const refused = headers();
    refused.set('tidegate-refusal', 'secret.not_found');
    message.respond('{}', { headers: refused });
  }

  #answer(message: Msg): void {
    if (!this.answers) return;
    const ask = NodeSyncAsk.parse(message.json());
    this.asks.push(ask);
    const ended = new Set(
      ask.facts.filter(({ kind }) => kind === 'stopped').map(({ replicaId }) => replicaId),
    );
    const wanted = ask.nodeId === this.nodeId ? this.desired : [];
    const desired = wanted.filter(({ replicaId }) => !ended.has(replicaId));
    message.respond(
      JSON.stringify(NodeSyncAnswer.parse({ desired, stopCauses: this.stopCauses, leaseSeconds: 10 })),
    );
  }
}
