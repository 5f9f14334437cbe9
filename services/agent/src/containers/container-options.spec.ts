import { describe, expect, it } from '@jest/globals';
import type { ContainerLaunch } from '../drivers/launch.ts';
import { containerOptions } from './container-options.ts';

const launch: ContainerLaunch = {
  replicaId: 'repl-0000000000a1',
  endpointId: 'endpt-0000000000e1',
  projectId: 'proj-0000000000b1',
  image: 'registry.example:5000/engine',
  credentials: { secretId: 'sec-00000000000a', username: 'somebody', password: 'let me in' },
  command: null,
  args: [],
  env: { MODEL: 'a b' },
  port: 8000,
  metricsPort: null,
  gpuIndices: [2, 3],
  vcpuMillis: 64_000,
  memoryMib: 1024,
  sharedMemoryMib: null,
  mounts: [{ hostPath: '/srv/models/a/b', path: '/models/a/b' }],
  diskMib: 1000,
  diskPath: '/data',
  cachePath: '/cache',
};
const node = { nodeId: 'node-0000000000aa', address: '127.0.0.1', vcpuMillis: 16_000 };

describe('the container of a replica', () => {
  const options = containerOptions(launch, node);

  it('has the name of the replica and can be known again', () => {
    expect(options.name).toBe(launch.replicaId);
    expect(options.Labels).toMatchObject({
      'tidegate.node': node.nodeId,
      'tidegate.replica': launch.replicaId,
    });
  });

  it('gets these GPUs and no others', () => {
    expect(options.HostConfig?.DeviceRequests).toEqual([{ DeviceIDs: ['2', '3'], Capabilities: [['gpu']] }]);
    expect(containerOptions({ ...launch, gpuIndices: [] }, node).HostConfig).not.toHaveProperty(
      'DeviceRequests',
    );
  });

  it('gets no more processors than there are, and no swap', () => {
    const memory = 1024 * 1024 ** 2;
    expect(options.HostConfig).toMatchObject({ NanoCpus: 16e9, Memory: memory, MemorySwap: memory });
  });

  it('is published on the address of the node alone, on a port that the daemon finds', () => {
    expect(options.HostConfig?.PortBindings).toEqual({ '8000/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] });
  });

  it('may read its model, has a disk of its own, and one with its endpoint', () => {
    expect(options.HostConfig?.Mounts).toEqual([
      { Type: 'bind', Source: '/srv/models/a/b', Target: '/models/a/b', ReadOnly: true },
      { Type: 'volume', Source: 'tidegate-repl-0000000000a1', Target: '/data' },
      { Type: 'volume', Source: 'tidegate-endpt-0000000000e1', Target: '/cache' },
    ]);
  });

  it('starts what its image starts, unless its launch says more', () => {
    expect(options).not.toHaveProperty('Entrypoint');
    expect(options).not.toHaveProperty('Cmd');
    expect(containerOptions({ ...launch, args: ['--a b'] }, node)).toMatchObject({ Cmd: ['--a b'] });
    expect(containerOptions({ ...launch, command: ['run'] }, node)).toMatchObject({
      Entrypoint: ['run'],
      Cmd: [],
    });
  });

  it('does not know the credentials that its image came with', () => {
    expect(JSON.stringify(options)).not.toContain('let me in');
  });
});
