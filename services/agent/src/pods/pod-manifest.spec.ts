import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ContainerLaunch } from '../drivers/launch.ts';
import { readyNode } from '../kubernetes/cluster.spec-helper.ts';
import { nodeIdOf } from '../kubernetes/node-offer.ts';
import { podParts } from './pod-manifest.ts';

const launch: ContainerLaunch = {
  replicaId: 'repl-0000000000a1',
  endpointId: 'endpt-0000000000e1',
  projectId: 'proj-0000000000b1',
  image: 'registry.example:5000/owner/engine:1',
  credentials: { secretId: 'sec-00000000000a', username: 'somebody', password: 'let me in' },
  command: null,
  args: [],
  env: { MODEL: 'a b', TOKEN: 'sealed value' },
  port: 8000,
  metricsPort: 8002,
  gpuIndices: [2, 5],
  vcpuMillis: 4000,
  memoryMib: 1024,
  sharedMemoryMib: 512,
  mounts: [{ hostPath: '/srv/models/a/b', path: '/models/a/b' }],
  diskMib: 2000,
  diskPath: '/data',
  cachePath: '/cache',
};
const node = readyNode({
  taints: [
    { key: 'dedicated', value: 'batch', effect: 'NoSchedule' },
    { key: 'spot', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' },
  ],
});
const settings = { namespace: 'tidegate', imagePull: 'if-missing', reach: 'pod', stopLimitMs: 9500 } as const;
const making = { record: '{"a":1}', nodePorts: null };
const made = (given: Partial<ContainerLaunch> = {}) =>
  podParts({ ...launch, ...given }, node, settings, making);
const specOf = (given: Partial<ContainerLaunch> = {}) => made(given).pod.spec!;
const containerOf = (given: Partial<ContainerLaunch> = {}) => specOf(given).containers[0]!;
const decoded = (data: Record<string, string> | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(data ?? {}).map(([name, value]) => [name, Buffer.from(value, 'base64').toString()]),
  );

describe('the pod of a replica', () => {
  it('has the name of the replica and can be known again', () => {
    expect(made().pod.metadata).toMatchObject({
      name: launch.replicaId,
      namespace: 'tidegate',
      labels: {
        'app.kubernetes.io/managed-by': 'tidegate',
        'tidegate.replica': launch.replicaId,
        'tidegate.node': nodeIdOf(node),
      },
      annotations: { 'tidegate.record': '{"a":1}' },
    });
  });

  it('may run on its node alone, by way of the scheduler of the cluster', () => {
    const { affinity, tolerations, nodeName } = specOf();
    expect(nodeName).toBeUndefined();
    const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
    expect(terms).toEqual([
      { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['gpu-node-1'] }] },
    ]);
    expect(tolerations).toEqual([
      { key: 'dedicated', operator: 'Equal', value: 'batch', effect: 'NoSchedule' },
      { key: 'spot', operator: 'Exists', effect: 'NoExecute' },
    ]);
  });

  it('claims what its hardware has, and may use no more', () => {
    expect(containerOf().resources).toEqual({
      requests: { cpu: '4000m', memory: '1024Mi', 'nvidia.com/gpu': '2', 'ephemeral-storage': '2000Mi' },
      limits: { cpu: '4000m', memory: '1024Mi', 'nvidia.com/gpu': '2' },
    });
    expect(containerOf({ gpuIndices: [], diskMib: null }).resources?.requests).toEqual({
      cpu: '4000m',
      memory: '1024Mi',
    });
  });

  it('can do nothing but run, and has nothing of the cluster', () => {
    expect(specOf()).toMatchObject({
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 10,
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(containerOf().securityContext).toEqual({
      allowPrivilegeEscalation: false,
      privileged: false,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('has disks of its own, a shared memory of its size, and models that it can only read', () => {
    const { volumes } = specOf();
    expect(volumes).toEqual([
      { name: 'model-0', hostPath: { path: '/srv/models/a/b', type: 'Directory' } },
      { name: 'disk', emptyDir: { sizeLimit: '2000Mi' } },
      { name: 'cache', emptyDir: { sizeLimit: '2000Mi' } },
      { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '512Mi' } },
    ]);
    expect(containerOf().volumeMounts).toEqual([
      { name: 'model-0', mountPath: '/models/a/b', readOnly: true },
      { name: 'disk', mountPath: '/data' },
      { name: 'cache', mountPath: '/cache' },
      { name: 'shm', mountPath: '/dev/shm' },
    ]);
  });

  it('tells its ports, and those of its node by which it is reached', () => {
    expect(containerOf().ports).toEqual([
      { name: 'engine', containerPort: 8000, protocol: 'TCP' },
      { name: 'metrics', containerPort: 8002, protocol: 'TCP' },
    ]);
    const nodePorts = { port: 20_001, metricsPort: 20_002 };
    const { ports } = podParts(launch, node, settings, { ...making, nodePorts }).pod.spec!.containers[0]!;
    expect(ports?.map(({ containerPort, hostPort }) => [containerPort, hostPort])).toEqual([
      [8000, 20_001],
      [8002, 20_002],
    ]);
  });

  it.each([
    [{ credentials: null }, 'IfNotPresent'],
    [{}, 'Always'],
    [{ credentials: null, image: 'owner/engine' }, 'Always'],
    [{ credentials: null, image: `owner/engine@sha256:${'0'.repeat(64)}` }, 'IfNotPresent'],
  ] as const)('with %j has its image fetched %s', (given, policy) => {
    expect(containerOf(given).imagePullPolicy).toBe(policy);
  });

  it('has its image asked for each time where nodes are not trusted with them', () => {
    const asking = podParts(
      { ...launch, credentials: null },
      node,
      { ...settings, imagePull: 'always' },
      making,
    );
    expect(asking.pod.spec?.containers[0]?.imagePullPolicy).toBe('Always');
  });

  it('gets each word of its command line as it is, whatever Kubernetes would fill in', () => {
    // What Kubernetes makes of it: two dollars are one, $(NAME) a variable.
    const filled = (word: string): string =>
      word.replaceAll(/\$(\$|\([^)]*\))?/g, (all, rest: string | undefined) =>
        rest === '$' ? '$' : rest === undefined ? all : 'FILLED',
      );
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[$()A-Z ]{0,12}$/), { minLength: 1 }), (args) => {
        expect(containerOf({ args }).args?.map(filled)).toEqual(args);
      }),
    );
  });
});

describe('what is secret of a replica', () => {
  const secrets = new Map(made().secrets.map((secret) => [secret.metadata?.name, secret]));

  it('is nowhere in its pod', () => {
    const anything = fc.stringMatching(/^[a-z]{12,20}$/);
    fc.assert(
      fc.property(anything, anything, (value, password) => {
        const credentials = { secretId: 'sec-00000000000a', username: 'somebody', password };
        const text = JSON.stringify(made({ env: { TOKEN: value }, credentials }).pod);
        for (const secret of [value, password]) {
          expect(text).not.toContain(secret);
          expect(text).not.toContain(Buffer.from(secret).toString('base64'));
        }
      }),
    );
  });

  it('is its environment, in a secret of its own', () => {
    expect(containerOf().envFrom).toEqual([{ secretRef: { name: 'repl-0000000000a1-env' } }]);
    expect(decoded(secrets.get('repl-0000000000a1-env')?.data)).toEqual(launch.env);
  });

  it('is what its registry asks for, as Docker writes it down', () => {
    const secret = secrets.get('repl-0000000000a1-pull');
    expect(secret?.type).toBe('kubernetes.io/dockerconfigjson');
    expect(specOf().imagePullSecrets).toEqual([{ name: 'repl-0000000000a1-pull' }]);
    expect(JSON.parse(decoded(secret?.data)['.dockerconfigjson']!)).toEqual({
      auths: {
        'registry.example:5000': {
          username: 'somebody',
          password: 'let me in',
          auth: Buffer.from('somebody:let me in').toString('base64'),
        },
      },
    });
  });

  it('is nothing for a replica that has none', () => {
    expect(made({ env: {}, credentials: null }).secrets).toEqual([]);
    expect(containerOf({ env: {} }).envFrom).toBeUndefined();
  });
});
