import { Controller, Module } from '@nestjs/common';
import { type AnswerOf, type AskOf, type NodeView, questions, refuse } from '@tidegate/contracts';
import { Answers, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import type { TestApi } from './api.spec-helper.ts';

type Ask<Name extends keyof typeof questions> = AskOf<(typeof questions)[Name]>;
type Answer<Name extends keyof typeof questions> = Promise<AnswerOf<(typeof questions)[Name]>>;

export const nodeView = (more: Partial<NodeView> = {}): NodeView => ({
  id: 'node-0123456789ab',
  cluster: 'local',
  hostname: 'machine-1',
  state: 'ready',
  simulated: true,
  capacity: {
    vcpuMillis: 8000,
    memoryMib: 16_384,
    diskMib: 100_000,
    gpus: [{ index: 0, model: 'h100', memoryMib: 81_920, simulated: true, island: '0' }],
  },
  driver: 'docker',
  labels: { 'tidegate.os': 'linux' },
  taints: ['spot'],
  zone: 'room-1',
  replicas: 1,
  drain: null,
  free: { vcpuMillis: 7000, memoryMib: 16_000, diskMib: 99_000, gpuThousandths: [1000] },
  lastSeenAt: '2030-01-01T00:00:00.000Z',
  ...more,
});

/** What the fake scheduler knows, and what it was asked. */
export const scheduler = {
  nodes: [nodeView()],
  commands: [] as Ask<'commandNode'>[],
  room: (ask: Ask<'roomFor'>): AnswerOf<typeof questions.roomFor> => ({
    now: ask.replicas,
    ever: ask.replicas,
    nodes: 1,
    obstacle: null,
    candidates: [],
  }),
  roomAsked: [] as Ask<'roomFor'>[],
  /** By the replica’s id; the endpoint that it is of is looked at. */
  placements: new Map<
    string,
    Readonly<{ endpointId: string }> & AnswerOf<typeof questions.explainPlacement>
  >(),
};

/** The scheduler, in memory. */
@Controller()
class MemoryScheduler {
  @Answers(questions.nodes)
  nodes(): Answer<'nodes'> {
    return Promise.resolve({ items: scheduler.nodes, nextCursor: null });
  }

  @Answers(questions.node)
  node({ nodeId }: Ask<'node'>): Answer<'node'> {
    const found = scheduler.nodes.find(({ id }) => id === nodeId);
    return Promise.resolve(found ?? refuse('node.not_found', { nodeId }));
  }

  @Answers(questions.commandNode)
  async commandNode(ask: Ask<'commandNode'>): Answer<'commandNode'> {
    const found = await this.node(ask);
    scheduler.commands.push(ask);
    const { action, nodeId } = ask;
    if (action === 'remove')
      return found.state === 'ready'
        ? refuse('node.in_use', { nodeId, state: found.state, replicas: found.replicas })
        : { node: null };
    const node = { ...found, state: STATES[action] };
    scheduler.nodes = scheduler.nodes.map((one) => (one.id === nodeId ? node : one));
    return { node };
  }

  @Answers(questions.roomFor)
  roomFor(ask: Ask<'roomFor'>): Answer<'roomFor'> {
    scheduler.roomAsked.push(ask);
    return Promise.resolve(scheduler.room(ask));
  }

  @Answers(questions.explainPlacement)
  explainPlacement({ endpointId, replicaId }: Ask<'explainPlacement'>): Answer<'explainPlacement'> {
    const found = scheduler.placements.get(replicaId);
    return Promise.resolve(
      found?.endpointId === endpointId ? found : refuse('replica.not_found', { replicaId }),
    );
  }
}
const STATES = { cordon: 'cordoned', uncordon: 'ready', drain: 'draining' } as const;

@Module({ imports: [EventingModule.forRoot({ service: 'scheduler' })], controllers: [MemoryScheduler] })
class MemorySchedulerModule {}

/** Answers on the servers of an api under test. */
export const schedulerBeside = ({ app }: TestApi): Promise<TestService> => {
  const { databaseUrl, natsUrl, natsToken } = app;
  return testService({
    service: 'scheduler',
    module: MemorySchedulerModule,
    beside: { databaseUrl, natsUrl, natsToken },
  });
};
