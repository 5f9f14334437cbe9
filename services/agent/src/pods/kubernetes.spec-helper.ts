import Docker from 'dockerode';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { programLaunch } from '../containers/docker.spec-helper.ts';
import type { ContainerLaunch } from '../drivers/launch.ts';
import { ClusterApi } from '../kubernetes/cluster-api.gateway.ts';
import type { KubernetesNode, Pod } from '../kubernetes/objects.ts';

/** These tests are nothing without a cluster: a run that lacks one fails. */
export const kubeconfig = (): string => {
  const path = process.env['KUBECONFIG'];
  if (path === undefined) throw new Error('KUBECONFIG must name a cluster that these tests may run pods in');
  return path;
};

const signal = new AbortController().signal;

type KubernetesSecret = Readonly<{ metadata: Pod['metadata']; type: string; data: Record<string, string> }>;

/** A namespace that no other test run has, and the cluster around it. */
export class TestCluster {
  readonly namespace = `tidegate-test-${randomBytes(4).toString('hex')}`;
  readonly api = ClusterApi.fromEnvironment(kubeconfig());

  static async make(): Promise<TestCluster> {
    const made = new TestCluster();
    const metadata = { name: made.namespace };
    await made.api.once({ path: '/api/v1/namespaces', method: 'POST', body: { metadata } }, signal);
    return made;
  }

  async drop(): Promise<void> {
    for (const kind of ['clusterroles', 'clusterrolebindings'])
      await this.api
        .once({ path: `${RBAC}/${kind}/tidegate-agent-${this.namespace}`, method: 'DELETE' }, signal)
        .catch(() => undefined);
    await this.api.once({ path: `/api/v1/namespaces/${this.namespace}`, method: 'DELETE' }, signal);
  }

  /** The first that is ready. */
  async node(): Promise<KubernetesNode> {
    const nodes = await this.#list<KubernetesNode>('/api/v1/nodes');
    const found = nodes.find(({ status }) =>
      status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True'),
    );
    if (!found) throw new Error('the cluster has no node that is ready');
    return found;
  }

  /** A node that is only said to be there: nothing runs on it. @returns what removes it */
  async pretendNode(name: string): Promise<{ node: KubernetesNode; remove: () => Promise<void> }> {
    const made = await this.api.once<KubernetesNode>(
      { path: '/api/v1/nodes', method: 'POST', body: { metadata: { name } } },
      signal,
    );
    const path = `/api/v1/nodes/${name}`;
    const remove = async (): Promise<void> => {
      await this.api.once({ path, method: 'DELETE' }, signal).catch(() => undefined);
    };
    const now = new Date().toISOString();
    const ready = { type: 'Ready', status: 'True', lastHeartbeatTime: now, lastTransitionTime: now };
    const amounts = { cpu: '8', memory: '32Gi', pods: '10' };
    const body = { status: { conditions: [ready], capacity: amounts, allocatable: amounts } };
    await this.api.once({ path: `${path}/status`, method: 'PATCH', body }, signal);
    return { node: made, remove };
  }

  async pods(): Promise<readonly Pod[]> {
    return this.#list<Pod>(this.#path('pods'));
  }

  async secrets(): Promise<readonly KubernetesSecret[]> {
    const secrets = await this.#list<KubernetesSecret>(this.#path('secrets'));
    return secrets.filter(({ type }) => type !== 'kubernetes.io/service-account-token');
  }

  /** As anybody else with access may do. */
  async deletePod(name: string, graceSeconds: number): Promise<void> {
    const body = { gracePeriodSeconds: graceSeconds };
    await this.api
      .once({ path: `${this.#path('pods')}/${name}`, method: 'DELETE', body }, signal)
      .catch(() => undefined);
  }

  /**
   * The account of the shipped manifest, in this namespace.
   * @returns the file by which an agent is that account
   */
  async agentKubeconfig(folder: string): Promise<string> {
    for (const made of shipped(this.namespace)) {
      const path = COLLECTIONS[made.kind]?.(this.namespace);
      if (path !== undefined) await this.api.once({ path, method: 'POST', body: made }, signal);
    }
    const path = `/api/v1/namespaces/${this.namespace}/serviceaccounts/tidegate-agent/token`;
    const asked = {
      path,
      method: 'POST',
      body: { spec: { audiences: [], expirationSeconds: 3600 } },
    } as const;
    const { status } = await this.api.once<{ status: { token: string } }>(asked, signal);
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig());
    config.loadFromClusterAndUser(config.getCurrentCluster()!, { name: 'agent', token: status.token });
    const file = join(folder, 'kubeconfig.json');
    writeFileSync(file, config.exportConfig(), { mode: 0o600 });
    return file;
  }

  async clear(): Promise<void> {
    for (const { metadata } of await this.pods()) await this.deletePod(metadata.name, 0);
  }

  #path(what: string): string {
    return `/api/v1/namespaces/${this.namespace}/${what}`;
  }

  async #list<T>(path: string): Promise<readonly T[]> {
    return (await this.api.once<{ items: readonly T[] }>({ path }, signal)).items;
  }
}

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const COLLECTIONS: Readonly<Record<string, (namespace: string) => string>> = {
  ServiceAccount: (namespace) => `/api/v1/namespaces/${namespace}/serviceaccounts`,
  Role: (namespace) => `${RBAC}/namespaces/${namespace}/roles`,
  RoleBinding: (namespace) => `${RBAC}/namespaces/${namespace}/rolebindings`,
  ClusterRole: () => `${RBAC}/clusterroles`,
  ClusterRoleBinding: () => `${RBAC}/clusterrolebindings`,
};
type Shipped = {
  kind: string;
  metadata: { name: string; namespace?: string };
  roleRef?: { kind: string; name: string };
};

/** What the manifest has, as if this namespace were its own; what is of the whole cluster has a name of its own. */
const shipped = (namespace: string): Shipped[] => {
  const file = resolve(import.meta.dirname, '../../../../infra/kubernetes/agent.yaml');
  const text = readFileSync(file, 'utf8').replaceAll('namespace: tidegate\n', `namespace: ${namespace}\n`);
  const own = (name: string): string => `${name}-${namespace}`;
  return parseAllDocuments(text).map((document) => {
    const made = document.toJS() as Shipped;
    if (made.kind.startsWith('ClusterRole')) made.metadata.name = own(made.metadata.name);
    if (made.roleRef?.kind === 'ClusterRole') made.roleRef.name = own(made.roleRef.name);
    return made;
  });
};

/** A pod with a program of Node in it. */
export const podLaunch = (
  replicaId: string,
  args: readonly string[],
  given: Partial<ContainerLaunch> = {},
): ContainerLaunch => programLaunch(replicaId, args, { vcpuMillis: 100, memoryMib: 128, ...given });

const docker = new Docker();

/**
 * What of a replica lives. The nodes of the cluster under test run pods in this machine's Docker, which tells what the API
 * server does not.
 */
export const livingInPod = async (replicaId: string): Promise<number[]> => {
  const label = [`io.kubernetes.pod.name=${replicaId}`, 'io.kubernetes.container.name=engine'];
  const found = await docker.listContainers({ filters: JSON.stringify({ label }) });
  const processes = await Promise.all(
    found.map(({ Id }) =>
      docker
        .getContainer(Id)
        .top()
        .then(
          ({ Titles, Processes }: { Titles: string[]; Processes: string[][] }) =>
            Processes.map((process) => Number(process[Titles.indexOf('PID')])),
          () => [],
        ),
    ),
  );
  return processes.flat();
};

/** Variables that Kubernetes puts into every container. */
export const CLUSTER_VARIABLES = [
  'KUBERNETES_SERVICE_HOST',
  'KUBERNETES_SERVICE_PORT',
  'KUBERNETES_SERVICE_PORT_HTTPS',
  'KUBERNETES_PORT',
  'KUBERNETES_PORT_443_TCP',
  'KUBERNETES_PORT_443_TCP_PROTO',
  'KUBERNETES_PORT_443_TCP_PORT',
  'KUBERNETES_PORT_443_TCP_ADDR',
] as const;
