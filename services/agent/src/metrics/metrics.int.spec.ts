import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EventNamed } from '@tidegate/contracts';
import { Module } from '@nestjs/common';
import { Bus, EventingModule } from '@tidegate/eventing/nest';
import { frameworkOf } from '@tidegate/frameworks';
import { type TestService, testService } from '@tidegate/testing';
import { RunningReplicas } from '../replicas/running-replicas.ts';
import { FakeNode, runningReplica } from '../lines/fake-replica.spec-helper.ts';
import { type Engine, startDouble } from './engine.spec-helper.ts';
import { MetricsModule } from './metrics.module.ts';

jest.setTimeout(30_000);

type Sample = EventNamed<'MetricSampled'>['data'];
const NODE_ID = 'node-0123456789ab';

describe('a ready replica', () => {
  let service: TestService;
  let engine: Engine;
  const samples: Sample[] = [];
  const last = () => samples.at(-1)!;
  beforeEach(async () => {
    @Module({
      imports: [
        EventingModule.forBus({ service: 'agent' }),
        FakeNode.with({ nodeId: NODE_ID }),
        MetricsModule.with(() => ({ everyMs: 100 })),
      ],
    })
    class AgentOfMetrics {}
    engine = await startDouble(['--ttft-ms', '5', '--tokens-per-second', '0', '--tokens', '7']);
    service = await testService({ service: 'agent', module: AgentOfMetrics });
    samples.length = 0;
    service.get(Bus).followSignals('MetricSampled', { sinceSeconds: 60 }, (sample) => samples.push(sample));
  });
  afterEach(() => engine.stop());
  afterEach(() => service.close());
  const replica = (given = {}) =>
    runningReplica('/nowhere', {
      port: engine.port,
      groupId: engine.groupId,
      metricsPath: '/metrics',
      metricsPort: null,
      ...given,
    });

  it('is measured: its engine’s numbers, and its processes', async () => {
    service.get(RunningReplicas).put(replica());
    const body = JSON.stringify({
      model: 'engine-double',
      messages: [{ role: 'user', content: 'two words' }],
    });
    const headers = { 'content-type': 'application/json' };
    await fetch(`http://127.0.0.1:${engine.port}/v1/chat/completions`, { method: 'POST', headers, body });
    await service.eventually(() => expect(last().metrics['vllm:generation_tokens_total']).toBe(7));
    const { endpointId, replicaId } = replica();
    expect(last()).toMatchObject({ endpointId, replicaId, nodeId: NODE_ID, source: NODE_ID });
    expect(last().metrics).toMatchObject({
      'vllm:request_success_total': 1,
      'vllm:time_to_first_token_seconds_count': 1,
      'vllm:num_requests_running': 0,
    });
    expect(Object.keys(last().metrics).filter((name) => name.endsWith('_bucket'))).toEqual([]);
    const known = frameworkOf('engine-double')?.metrics ?? [];
    expect(known.length).toBeGreaterThan(5);
    for (const { name, kind } of known)
      expect(last().metrics).toHaveProperty([kind === 'histogram' ? `${name}_count` : name]);
    expect(last().metrics['cpu_seconds_total']).toBeGreaterThan(0.02);
    expect(last().metrics['memory_bytes']).toBeGreaterThan(10_000_000);
  });

  it('is still measured from outside when its engine does not answer', async () => {
    service.get(RunningReplicas).put(replica({ metricsPath: '/nothing-here' }));
    await service.eventually(() => expect(last().metrics).toHaveProperty('memory_bytes'));
    expect(Object.keys(last().metrics).toSorted()).toEqual(['cpu_seconds_total', 'memory_bytes']);
  });

  it('is measured once a round, and only while it is ready', async () => {
    const replicas = Array.from({ length: 5 }, (_, i) =>
      replica({ replicaId: `repl-00000000000${String(i)}`, ready: i > 0, metricsPath: null }),
    );
    for (const each of replicas) service.get(RunningReplicas).put(each);
    await service.eventually(() => expect(samples.length).toBeGreaterThan(20));
    for (const each of replicas) service.get(RunningReplicas).delete(each.replicaId);
    const times = (id: string) =>
      samples.filter(({ replicaId }) => replicaId === id).map(({ sampledAtUs }) => sampledAtUs);
    expect(times('repl-000000000000')).toEqual([]);
    const [first, ...others] = times('repl-000000000001');
    let last = first ?? 0;
    for (const atUs of others) {
      expect(atUs - last).toBeGreaterThan(20_000);
      last = atUs;
    }
    // They are spread over the round.
    const starts = replicas.slice(1).map(({ replicaId }) => times(replicaId)[0] ?? 0);
    expect(Math.max(...starts) - Math.min(...starts)).toBeGreaterThanOrEqual(40_000);
  });
});
