import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Event, EventNamed, EventType, SpendingStop } from '@tidegate/contracts';
import { causeOf, deriveId } from '@tidegate/eventing';
import { Bus, Clock, EventingModule, EventStore } from '@tidegate/eventing/nest';
import { endpointSpec, type TestService, testService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import { ScalerModule } from '../scaler.module.ts';

const projectId = 'proj-000000000001';
const reason = { code: 'x', message: 'x', nextStep: 'x' };
const SECOND = 1_000_000;

describe('scalers on one log', () => {
  let host: TestService;
  let scalers: TestService[];
  const scaler = (): Promise<TestService> => {
    const { databaseUrl, natsUrl, natsToken } = host;
    return testService({
      service: 'scaler',
      module: ScalerModule.with({ tickMs: 100 }),
      beside: { databaseUrl, natsUrl, natsToken },
    });
  };
  beforeAll(async () => {
    const module = EventingModule.forRoot({ service: 'witness', relay: true });
    host = await testService({ service: 'witness', module });
    scalers = [await scaler(), await scaler()];
  });
  afterAll(async () => {
    for (const one of scalers) await one.close();
    await host.close();
  });
  const restart = async (): Promise<void> => {
    for (const one of scalers) await one.close();
    scalers = [await scaler(), await scaler()];
  };

  const append = (stream: string, event: Event) =>
    host
      .get(EventStore)
      .append(stream, 'any', [event], causeOf({ commandId: randomUUID(), actor: 'operator' }));
  const read = async <Type extends EventType>(stream: string): Promise<EventNamed<Type>[]> =>
    (await host.get(EventStore).read<EventNamed<Type>>(stream)).events;

  /** An endpoint that is deployed, with a gateway that speaks of it as gateways do. */
  const endpoint = async (name: string, scaling = {}) => {
    const endpointId = deriveId('endpoint', name);
    const owner = { endpointId, projectId };
    const spec = endpointSpec({ scaling: { idleTimeoutSeconds: 3600, ...scaling } });
    const words = { inFlight: 0, total: 3 };
    const sample = (more: Record<string, number> = {}) =>
      host.get(Bus).signal('MetricSampled', {
        endpointId,
        replicaId: null,
        nodeId: null,
        source: `gateway-${name}`,
        sampledAtUs: host.get(Clock).nowUs(),
        metrics: { in_flight: words.inFlight, waiting: 0, requests_total: words.total, ...more },
      });
    await append(endpointId, { type: 'EndpointRequested', data: { ...owner, revision: 1, spec } });
    await append(endpointId, {
      type: 'EndpointStateChanged',
      data: { ...owner, from: null, to: 'deploying', reason },
    });
    await host.eventually(async () => expect(await read(`scale-${endpointId}`)).not.toEqual([]));
    return {
      ...owner,
      words,
      sample,
      /** Each second until it is told to end. */
      speaking: () => {
        const timer = setInterval(() => void sample(), 1000);
        return () => {
          clearInterval(timer);
        };
      },
      load: () => read<'EndpointIdled' | 'EndpointOccupied'>(`load-${endpointId}`),
      counts: async () =>
        (await read<'ScaleDecided'>(`scale-${endpointId}`)).map(
          ({ data: { cause, from, to } }) => `${cause} ${from} → ${to}`,
        ),
    };
  };

  it('say once that an endpoint is idle, over a restart too, and until when it was', async () => {
    const one = await endpoint('idle');
    one.words.inFlight = 1;
    await one.sample();
    one.words.inFlight = 0;
    const firstQuietUs = host.get(Clock).nowUs();
    const end = one.speaking();
    await one.sample();
    try {
      const [idled] = await host.eventually(async () => {
        const said = await one.load();
        expect(said).toHaveLength(1);
        return said;
      }, 20_000);
      expect(idled).toMatchObject({ type: 'EndpointIdled', data: { counted: { 'gateway-idle': 3 } } });
      expect(Math.abs((idled?.data.sinceUs ?? 0) - firstQuietUs)).toBeLessThan(SECOND);

      await restart();
      await new Promise((resolve) => setTimeout(resolve, 3000));
      expect(await one.load()).toHaveLength(1);

      one.words.total = 4;
      one.words.inFlight = 1;
      const cameUs = host.get(Clock).nowUs();
      await one.sample({ quiet_seconds_ago: 0.1, quiet_requests_total: 3 });
      const occupied = await host.eventually(async () => {
        const said = await one.load();
        expect(said).toHaveLength(2);
        return said[1];
      });
      expect(occupied?.type).toBe('EndpointOccupied');
      const { sinceUs } = occupied!.data;
      expect(sinceUs).toBeLessThanOrEqual(cameUs);
      expect(cameUs - sinceUs).toBeLessThan(0.5 * SECOND);
    } finally {
      end();
    }
  }, 60_000);

  it('take all replicas from whom nothing may be spent on, over a restart too, until there is money', async () => {
    const one = await endpoint('broke', { minReplicas: 1 });
    const stop: SpendingStop = {
      projectId,
      endpointId: one.endpointId,
      budgetId: 'budg-000000000001',
      period: '2031-02',
      spentNanoUsd: '5',
      limitNanoUsd: '5',
      atUs: 1,
    };
    await append('budg-000000000001', { type: 'SpendingStopped', data: stop });
    const counts = (...wanted: string[]) =>
      host.eventually(async () => expect(await one.counts()).toEqual(['deploy 0 → 1', ...wanted]));
    await counts('budget 1 → 0');
    await restart();
    one.words.inFlight = 1;
    await one.sample({ waiting: 5 });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await counts('budget 1 → 0');
    const { endpointId, budgetId, atUs } = stop;
    await append('budg-000000000001', {
      type: 'SpendingResumed',
      data: { projectId, endpointId, budgetId, atUs },
    });
    await host.eventually(async () => {
      const [, , back] = await one.counts();
      expect(back).toMatch(/0 → [1-9]/);
    });
  }, 60_000);
});
