import { beforeAll } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DOCKER_SOCKET,
  clearNode,
  freshNodeId,
  livingIn,
  needDocker,
  programLaunch,
} from '../containers/docker.spec-helper.ts';
import { DockerDriver } from './docker.driver.ts';
import { driverConformance } from './driver-conformance.spec-helper.ts';

beforeAll(needDocker);

const clock = { monotonicUs: () => Number(process.hrtime.bigint() / 1000n) };
const nodeId = freshNodeId();
let folder = '';
const driver = (): DockerDriver =>
  new DockerDriver({ nodeId, folder, address: '127.0.0.1', dockerSocket: DOCKER_SOCKET }, clock);

driverConformance('docker', {
  fresh: () => {
    folder = mkdtempSync(join(tmpdir(), 'tidegate-driver-'));
    return driver();
  },
  successor: driver,
  program: ({ replicaId, args, env }) => programLaunch(replicaId, args, { env }),
  engine: (replicaId) =>
    Promise.resolve({ launch: programLaunch(replicaId, [], { command: null }), place: null }),
  ownVariables: ['PATH', 'HOSTNAME', 'HOME'],
  nodeId: () => nodeId,
  killsFrozen: ({ replicaId }) => void execFileSync('docker', ['kill', replicaId]),
  separatesOutputs: true,
  precisionUs: 0,
  hosts: /^127\.0\.0\.1:/,
  living: ({ replicaId }) => livingIn(replicaId),
  clean: async () => {
    await clearNode(nodeId);
    rmSync(folder, { recursive: true, force: true });
  },
});
