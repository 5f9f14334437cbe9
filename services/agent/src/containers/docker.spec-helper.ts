import Docker from 'dockerode';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type Server, type Socket, connect, createServer } from 'node:net';
import type { ContainerLaunch } from '../drivers/launch.ts';
import { LABELS } from './container-options.ts';

export const DOCKER_SOCKET = '/var/run/docker.sock';
export const ENGINE_IMAGE = 'tidegate-test/engine:1';
export const docker = new Docker({ socketPath: DOCKER_SOCKET });

/** These tests are nothing without a daemon: a run that lacks it fails. */
export const needDocker = async (): Promise<void> => {
  await docker.ping().catch((error: unknown) => {
    throw new Error(`these tests run replicas in containers: start a Docker daemon on ${DOCKER_SOCKET}`, {
      cause: error,
    });
  });
  await docker
    .getImage(ENGINE_IMAGE)
    .inspect()
    .catch((error: unknown) => {
      throw new Error(`the image ${ENGINE_IMAGE} is missing: infra/test-images/build.sh engine`, {
        cause: error,
      });
    });
};

/** Of a node that no other test run has. */
export const freshNodeId = (): string => `node-${randomBytes(6).toString('hex')}`;
export const freshReplicaId = (): string => `repl-${randomBytes(6).toString('hex')}`;

/** A container with a program of Node in it. */
export const programLaunch = (
  replicaId: string,
  args: readonly string[],
  given: Partial<ContainerLaunch> = {},
): ContainerLaunch => ({
  replicaId,
  endpointId: 'endpt-0000000000e1',
  projectId: 'proj-0000000000b1',
  image: ENGINE_IMAGE,
  credentials: null,
  command: ['/bin/node'],
  args,
  env: {},
  port: 8080,
  metricsPort: null,
  gpuIndices: [],
  vcpuMillis: 1000,
  memoryMib: 256,
  sharedMemoryMib: null,
  mounts: [],
  diskMib: null,
  diskPath: null,
  cachePath: null,
  ...given,
});

export const containersOf = async (nodeId: string): Promise<Docker.ContainerInfo[]> =>
  docker.listContainers({ all: true, filters: JSON.stringify({ label: [`${LABELS.node}=${nodeId}`] }) });

export const volumesOf = async (nodeId: string): Promise<string[]> => {
  const filters = JSON.stringify({ label: [`${LABELS.node}=${nodeId}`] });
  return (await docker.listVolumes({ filters })).Volumes.map(({ Name }) => Name);
};

export const clearNode = async (nodeId: string): Promise<void> => {
  for (const { Id } of await containersOf(nodeId))
    await docker
      .getContainer(Id)
      .remove({ force: true, v: true })
      .catch(() => undefined);
  for (const name of await volumesOf(nodeId))
    await docker
      .getVolume(name)
      .remove()
      .catch(() => undefined);
};

/** What of a replica lives, without the first process, which belongs to the container. */
export const livingIn = async (replicaId: string): Promise<number[]> => {
  try {
    const { Titles, Processes } = (await docker.getContainer(replicaId).top()) as {
      Titles: string[];
      Processes: string[][];
    };
    const at = (title: string): number => Titles.indexOf(title);
    return Processes.filter((process) => !process[at('CMD')]?.includes('docker-init')).map((process) =>
      Number(process[at('PID')]),
    );
  } catch {
    return [];
  }
};

/** A socket in front of the daemon's that can be taken away, as when the daemon is restarted. */
export class DoorToDocker {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(readonly path: string) {}

  async open(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(DOCKER_SOCKET);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => server.listen(this.path, resolve));
    this.#server = server;
  }

  async shut(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    rmSync(this.path, { force: true });
  }
}
