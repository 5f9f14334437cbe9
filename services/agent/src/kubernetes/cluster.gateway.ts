import type { KubernetesSettings } from '../settings.ts';
import { ClusterApi } from './cluster-api.gateway.ts';
import { ClusterView } from './cluster-view.loop.ts';

/** The Kubernetes cluster whose nodes the agent speaks for. */
export class Cluster {
  private constructor(
    readonly api: ClusterApi,
    readonly view: ClusterView,
  ) {}

  /** @throws Error that names the variable when nothing says where it is */
  static of({ kubeconfig, namespace }: KubernetesSettings): Cluster {
    const api = ClusterApi.fromEnvironment(kubeconfig);
    return new Cluster(api, new ClusterView(api, namespace));
  }
}
