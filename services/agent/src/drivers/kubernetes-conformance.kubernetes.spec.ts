import { afterAll, beforeAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClusterView } from '../kubernetes/cluster-view.loop.ts';
import { nodeIdOf } from '../kubernetes/node-offer.ts';
import type { KubernetesNode } from '../kubernetes/objects.ts';
import { CLUSTER_VARIABLES, TestCluster, livingInPod, podLaunch } from '../pods/kubernetes.spec-helper.ts';
import { driverConformance } from './driver-conformance.spec-helper.ts';
import { KubernetesDriver } from './kubernetes.driver.ts';

const clock = { monotonicUs: () => Number(process.hrtime.bigint() / 1000n) };
let cluster: TestCluster;
let node: KubernetesNode;
let folder = '';

beforeAll(async () => {
  cluster = await TestCluster.make();
  node = await cluster.node();
});
afterAll(() => cluster.drop());

const driver = (): KubernetesDriver => {
  const { api, namespace } = cluster;
  const settings = { folder, namespace, imagePull: 'if-missing', reach: 'pod', stopLimitMs: 10_000 } as const;
  return new KubernetesDriver(settings, { api, view: new ClusterView(api, namespace) }, clock);
};

driverConformance('kubernetes', {
  fresh: () => {
    folder = mkdtempSync(join(tmpdir(), 'tidegate-driver-'));
    return driver();
  },
  successor: driver,
  program: ({ replicaId, args, env }) => podLaunch(replicaId, args, { env }),
  engine: (replicaId) =>
    Promise.resolve({ launch: podLaunch(replicaId, [], { command: null }), place: null }),
  ownVariables: ['PATH', 'HOSTNAME', 'HOME', ...CLUSTER_VARIABLES],
  nodeId: () => nodeIdOf(node),
  // The API server tells both as one.
  killsFrozen: null,
  separatesOutputs: false,
  // It tells whole seconds.
  precisionUs: 1_000_000,
  hosts: /^[\d.]+:8080$/,
  living: ({ replicaId }) => livingInPod(replicaId),
  clean: async () => {
    await cluster.clear();
    rmSync(folder, { recursive: true, force: true });
  },
});
