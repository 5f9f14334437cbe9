import type { AnyEvent, EndpointSpec, EventNamed, Recorded } from '@tidegate/contracts';
import { causeOf, deriveId, deriveUuid } from '@tidegate/eventing';
import { endpointSpec } from '@tidegate/testing';
import type { SharedLog } from './log.ts';
import type { EndpointPlan } from './plan.ts';

type Own = Readonly<{ endpointId: string; projectId: string }>;
type Owned = {
  readonly own: Own;
  spec: EndpointSpec;
  revision: number;
  isActive: boolean;
  rollout: Readonly<{ from: number; to: number }> | null;
  /** Replicas that have not ended, by template. */
  readonly live: Map<string, number>;
  readonly ready: Set<string>;
};

const PROJECTS = 2;
const reason = { code: 'wished', message: 'Its owner wished it.', nextStep: 'Nothing.' };

/** Those who own endpoints, and the part of the control plane that writes down what they wish. */
export class Owners {
  readonly #owned = new Map<string, Owned>();
  readonly #ids: string[] = [];
  #said = 0;

  constructor(private readonly log: SharedLog) {}

  idOf(number: number): string {
    return (this.#ids[number] ??= deriveId('endpoint', 'simulated', number));
  }

  async request(number: number, plan: EndpointPlan): Promise<void> {
    const own = {
      endpointId: this.idOf(number),
      projectId: deriveId('project', 'simulated', number % PROJECTS),
    };
    const { hardware, minReplicas, maxReplicas, idleTimeoutSeconds, priority, gang, isWarm } = plan;
    const spec = endpointSpec({
      name: `simulated-${String(number)}`,
      hardware,
      sleepMode: isWarm ? 'warm' : 'cold',
      placement: { ...endpointSpec().placement, priority, gang },
      scaling: { minReplicas, maxReplicas, idleTimeoutSeconds },
    });
    const none = { rollout: null, live: new Map<string, number>(), ready: new Set<string>() };
    this.#owned.set(own.endpointId, { own, spec, revision: 1, isActive: true, ...none });
    await this.#say(own, { type: 'EndpointRequested', data: { ...own, revision: 1, spec } });
    const states = { from: 'building', to: 'deploying' } as const;
    await this.#say(own, { type: 'EndpointStateChanged', data: { ...own, ...states, reason } });
  }

  async wish(number: number, what: 'update' | 'stop' | 'start' | 'delete'): Promise<void> {
    const owned = this.#owned.get(this.idOf(number));
    if (!owned) return;
    const { own } = owned;
    if (what === 'update' && owned.isActive) await this.#update(owned);
    if (what === 'start' && !owned.isActive) {
      owned.isActive = true;
      await this.#say(own, { type: 'EndpointStartRequested', data: own });
    }
    if (what === 'stop' && owned.isActive) {
      owned.isActive = false;
      await this.#endRollout(owned);
      await this.#say(own, { type: 'EndpointStopRequested', data: { ...own, reason } });
    }
    if (what === 'delete') {
      this.#owned.delete(own.endpointId);
      await this.#endRollout(owned);
      await this.#say(own, { type: 'EndpointDeleted', data: { ...own, name: owned.spec.name } });
    }
  }

  /** Promotes what has nothing of another template left. */
  async apply(event: Recorded<AnyEvent>): Promise<void> {
    const owned = 'endpointId' in event.data ? this.#owned.get(event.data.endpointId ?? '') : undefined;
    if (!owned) return;
    note(owned, event);
    const to = owned.rollout?.to;
    if (to === undefined) return;
    const isAlone = [...owned.live.values()].every((revision) => revision === to);
    if (isAlone && owned.ready.size > 0) await this.#endRollout(owned);
  }

  /** A candidate that is still being rolled out is given up for the newer one. */
  async #update(owned: Owned): Promise<void> {
    const { own, rollout } = owned;
    const [from, to] = [rollout?.from ?? owned.revision, owned.revision + 1];
    owned.revision = to;
    owned.spec = { ...owned.spec, environment: { REVISION: String(to) } };
    owned.rollout = { from, to };
    const { spec } = owned;
    await this.#say(own, {
      type: 'EndpointUpdated',
      data: { ...own, revision: to, templateRevision: to, spec, changed: ['/environment'], cause: 'update' },
    });
    await this.#say(own, { type: 'RolloutStarted', data: { ...own, from, to, percent: 100, reason } });
  }

  async #endRollout(owned: Owned): Promise<void> {
    const { own, rollout } = owned;
    owned.rollout = null;
    if (!rollout) return;
    const data = { ...own, ...rollout, outcome: 'promoted', reason } as const;
    await this.#say(own, { type: 'RolloutFinished', data });
  }

  async #say<Type extends AnyEvent['type']>({ endpointId }: Own, event: EventNamed<Type>): Promise<void> {
    const commandId = deriveUuid('wish', endpointId, ++this.#said);
    await this.log.append(endpointId, 'any', [event], causeOf({ commandId, actor: 'owner' }));
  }
}

const note = ({ live, ready }: Owned, event: Recorded<AnyEvent>): void => {
  if (event.type === 'ReplicaRequested') live.set(event.data.replicaId, event.data.revision);
  if (event.type === 'ReplicaReady') ready.add(event.data.replicaId);
  if (event.type === 'ReplicaDraining' || event.type === 'ReplicaStopped') ready.delete(event.data.replicaId);
  if (event.type === 'ReplicaStopped') live.delete(event.data.replicaId);
};
