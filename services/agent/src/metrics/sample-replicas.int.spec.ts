import { describe, expect, it } from '@jest/globals';
import { Clock } from '@tidegate/eventing/nest';
import type { Bus } from '@tidegate/eventing/nest';
import { eventually } from '@tidegate/testing';
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { runningReplica } from '../lines/fake-replica.spec-helper.ts';
import { RunningReplicas } from '../replicas/running-replicas.ts';
import { NodeDisk } from './node-disk.gateway.ts';
import { NodeGpus } from './node-gpus.gateway.ts';
import { SampleReplicas } from './sample-replicas.loop.ts';
import { Surroundings } from './surroundings.gateway.ts';

class SlowBus {
  connected = false;
  open = 0;
  mostOpen = 0;
  done = 0;

  async signal(): Promise<void> {
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    await pause(60);
    this.open--;
    this.done++;
    if (this.done === 2) throw new Error('lost');
  }
}

describe('the measuring of replicas', () => {
  it('rests while the bus is away, never overlaps itself, outlives a failure and measures nothing after its end', async () => {
    const [bus, registry] = [new SlowBus(), new RunningReplicas()];
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      detached: true,
      stdio: 'ignore',
    });
    const groupId = child.pid ?? 0;
    for (const replicaId of ['repl-000000000000', 'repl-000000000001'])
      registry.put(runningReplica('/nowhere', { groupId, replicaId }));
    const node = { driver: 'kubernetes', folder: '/nowhere', dockerSocket: '' } as const;
    const around = new Surroundings(new NodeGpus(undefined, {}), new NodeDisk(node));
    const settings = { everyMs: 20 };
    const sampling = new SampleReplicas(registry, bus as unknown as Bus, new Clock(), settings, around);
    sampling.onApplicationBootstrap();
    await pause(100);
    expect(bus.mostOpen).toBe(0);
    bus.connected = true;
    await eventually(() => expect(bus.done).toBeGreaterThan(3));
    expect(bus.mostOpen).toBeLessThanOrEqual(2);
    await sampling.beforeApplicationShutdown();
    const { done } = bus;
    await pause(100);
    expect(bus.done).toBe(done);
    child.kill('SIGKILL');
  });
});
