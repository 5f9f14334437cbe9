import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from './endpoints.ts';
import { Platform, eventually } from './platform.ts';

type Created = { id: string; name: string };
type Series = Readonly<{
  stepSeconds: number;
  series: readonly Readonly<{ metric: string; replicaId: string | null; values: (number | null)[] }>[];
}>;

let platform: Platform;
let asleep: Created;

beforeAll(async () => {
  platform = await Platform.start({ args: ['--no-sample'] });
  asleep = await platform.create({
    name: 'asleep',
    model: `demo/metrics-${String(process.pid)}`,
    framework: 'engine-double',
    hardware: 'cpu-1x',
    engineArguments: { ttftMs: 50, tokensPerSecond: 200, tokens: 20 },
    scaling: { minReplicas: 0, maxReplicas: 1, idleTimeoutSeconds: 25, initialCooldownSeconds: 0 },
  });
  await until(platform, asleep.id, ({ state }) => state === 'running' || state === 'sleeping');
  await until(platform, asleep.id, ({ state }) => state === 'sleeping', 120_000);
  await eventually(async () => {
    const types = (await platform.events(asleep.id)).map(({ type }) => type);
    const count = (wanted: string): number => types.filter((type) => type === wanted).length;
    expect(count('ReplicaStopped')).toBe(count('ReplicaRequested'));
  });
}, 240_000);
afterAll(async () => {
  await platform.stop();
}, 90_000);

const scrape = async (): Promise<string> => (await platform.get<{ text: string }>('/v1/metrics')).text;
const sampleOf = (text: string, start: string): number => {
  const line = text.split('\n').find((each) => each.startsWith(start));
  return line === undefined ? NaN : Number(line.slice(line.lastIndexOf(' ')));
};
const series = (search: string) => platform.get<Series>(`/v1/endpoints/${asleep.id}/metrics?${search}`);
const lastOf = ({ series: all }: Series): (number | null)[] =>
  all.map(({ values }) => values.findLast((value) => value !== null) ?? null);

/** All but when it last had nothing to do: an endpoint without replicas is not idle, and that is said a moment later. */
const changes = async (): Promise<string[]> =>
  (await platform.events(asleep.id))
    .map(({ type }) => type)
    .filter((type) => type !== 'EndpointIdled' && type !== 'EndpointOccupied');

describe('an endpoint that sleeps', () => {
  it('is scraped, charted and listed without being woken, and none of it is traffic', async () => {
    const before = await changes();
    for (let turn = 0; turn < 20; turn++) {
      expect(await scrape()).toContain(`tidegate_endpoint_info{endpoint="${asleep.id}"`);
      await series('names=requests_per_second,in_flight');
      await platform.get('/v1/metric-values?names=in_flight');
      await pause(250);
    }
    expect(await platform.state(asleep.id)).toBe('sleeping');
    expect(await changes()).toEqual(before);
    await eventually(async () => {
      const answer = await series('names=requests_per_second,ready_replicas&from=1m');
      expect(lastOf(answer)).toEqual([0, 0]);
    }, 60_000);
    expect(sampleOf(await scrape(), `tidegate_endpoint_requests_total{endpoint="${asleep.id}"`)).toBeNaN();
  }, 120_000);

  it('has its numbers when it was called', async () => {
    for (let call = 0; call < 5; call++)
      await platform.openai().chat.completions.create({
        model: asleep.id,
        messages: [{ role: 'user', content: 'hello' }],
      });
    await eventually(async () => {
      const text = await scrape();
      expect(sampleOf(text, `tidegate_endpoint_requests_total{endpoint="${asleep.id}",code="200"}`)).toBe(5);
      expect(sampleOf(text, `tidegate_endpoint_wake_seconds_count{endpoint="${asleep.id}"`)).toBeGreaterThan(
        0,
      );
      expect(
        sampleOf(text, `tidegate_endpoint_cold_start_seconds_count{endpoint="${asleep.id}"`),
      ).toBeGreaterThan(0);
      expect(
        sampleOf(text, `tidegate_endpoint_tokens_total{endpoint="${asleep.id}",type="completion"}`),
      ).toBeGreaterThan(0);
    }, 60_000);
    const names =
      'latency_p95_seconds,ttft_p50_seconds,cold_start_p95_seconds,loading_p95_seconds,cost_usd_per_hour';
    await eventually(async () => {
      for (const value of lastOf(await series(`names=${names}`))) expect(value).toBeGreaterThan(0);
    }, 90_000);
    await eventually(async () => {
      const answer = await series('names=cpu_cores,memory_bytes&perReplica=true');
      expect(lastOf(answer).every((value) => value !== null)).toBe(true);
      expect(answer.series.every(({ replicaId }) => replicaId?.startsWith('repl-'))).toBe(true);
      expect(answer.series.length).toBeGreaterThanOrEqual(2);
    }, 60_000);
  }, 240_000);

  it('is nobody else’s', async () => {
    const operator = await platform.secret('operator-token');
    const project = await platform.ask<Created>('POST', '/v1/projects', { name: 'stranger' }, operator);
    const { body } = await platform.ask<{ token: string }>(
      'POST',
      `/v1/projects/${project.body.id}/tokens`,
      { name: 'theirs', scopes: ['read'] },
      operator,
    );
    const text = await platform.send<{ text: string }>('GET', '/v1/metrics', { token: body.token });
    expect(text.status).toBe(200);
    expect(text.body.text).not.toContain(asleep.id);
    const answer = await platform.ask('GET', `/v1/endpoints/${asleep.id}/metrics`, undefined, body.token);
    expect(answer.status).toBe(404);
  });
});
