import type { V1Pod, V1Secret } from '@kubernetes/client-node';
import {
  type ApiRequest,
  type ClusterApi,
  isConflict,
  isMissing,
} from '../kubernetes/cluster-api.gateway.ts';
import { MANAGED_BY } from '../kubernetes/managed-by.ts';
import type { Pod } from '../kubernetes/objects.ts';
import { LABELS, secretNames } from './pod-manifest.ts';

type Metadata = Readonly<{ name: string; uid: string; labels?: Readonly<Record<string, string>> }>;
type Made = Readonly<{ metadata: Metadata }>;

/** The pods and secrets of one namespace. While the API server is away each question is asked again. */
export class PodsApi {
  readonly #pods: string;
  readonly #secrets: string;

  constructor(
    private readonly api: ClusterApi,
    namespace: string,
  ) {
    this.#pods = `/api/v1/namespaces/${namespace}/pods`;
    this.#secrets = `/api/v1/namespaces/${namespace}/secrets`;
  }

  /** One that is there already is from a question whose answer was lost: whoever makes one has cleared the name before. */
  async makePod(pod: V1Pod, signal: AbortSignal): Promise<Pod> {
    const name = pod.metadata?.name ?? '';
    try {
      return await this.api.ask<Pod>({ path: this.#pods, method: 'POST', body: pod }, signal);
    } catch (error) {
      if (!isConflict(error)) throw error;
      const there = await this.api.ask<Pod>({ path: `${this.#pods}/${name}` }, signal);
      if (there.metadata.labels?.[MANAGED_BY.label] !== MANAGED_BY.value) throw error;
      return there;
    }
  }

  /** In place of what has its name. */
  async makeSecret(secret: V1Secret, signal: AbortSignal): Promise<void> {
    const make: ApiRequest = { path: this.#secrets, method: 'POST', body: secret };
    try {
      await this.api.ask(make, signal);
    } catch (error) {
      if (!isConflict(error)) throw error;
      await this.#delete(`${this.#secrets}/${secret.metadata?.name ?? ''}`, {}, signal);
      await this.api.ask(make, signal);
    }
  }

  /** From here on it goes when the pod goes, whoever removes that. */
  async own(secretName: string, { metadata }: Made, signal: AbortSignal): Promise<void> {
    const owner = { apiVersion: 'v1', kind: 'Pod', name: metadata.name, uid: metadata.uid };
    const body = { metadata: { ownerReferences: [owner] } };
    await this.api.ask({ path: `${this.#secrets}/${secretName}`, method: 'PATCH', body }, signal);
  }

  /**
   * Asks for the end of a pod. It is done when it is gone, which the view tells; one that is gone is no error.
   * @param graceSeconds from the signal to the kill; 0: forgotten at once, whatever its node still does
   */
  async deletePod(
    { name, uid }: Pick<Metadata, 'name' | 'uid'>,
    graceSeconds: number,
    signal: AbortSignal,
  ): Promise<void> {
    const body = { gracePeriodSeconds: graceSeconds, preconditions: { uid } };
    await this.#delete(`${this.#pods}/${name}`, body, signal);
  }

  async deleteSecrets(replicaId: string, signal: AbortSignal): Promise<void> {
    for (const name of Object.values(secretNames(replicaId)))
      await this.#delete(`${this.#secrets}/${name}`, {}, signal);
  }

  /** Of which replicas there are secrets. */
  async replicasWithSecrets(signal: AbortSignal): Promise<string[]> {
    const query = { labelSelector: `${MANAGED_BY.label}=${MANAGED_BY.value}` };
    const { items } = await this.api.ask<{ items: readonly Made[] }>({ path: this.#secrets, query }, signal);
    return [...new Set(items.flatMap(({ metadata }) => metadata.labels?.[LABELS.replica] ?? []))];
  }

  /** @param query of the log */
  log(
    name: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Buffer>> {
    return this.api.stream({ path: `${this.#pods}/${name}/log`, query }, signal);
  }

  async #delete(path: string, body: unknown, signal: AbortSignal): Promise<void> {
    try {
      await this.api.ask({ path, method: 'DELETE', body }, signal);
    } catch (error) {
      // Gone, or another one has its name by now.
      if (!isMissing(error) && !isConflict(error)) throw error;
    }
  }
}
