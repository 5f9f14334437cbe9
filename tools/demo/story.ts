import { setTimeout as pause } from 'node:timers/promises';
import { type Endpoint, changesOf, listOf, unwrap, waitFor } from '@tidegate/sdk';
import { type Target, ask, callers } from './load.ts';
import type { Narrator } from './narrator.ts';
import type { Platform } from './platform.ts';

const NAME = 'hello';
/** For as long as this lasts: quick to want more, and quick to give it back. */
const DEMO_SCALING = {
  ...{ minReplicas: 0, maxReplicas: 3, idleTimeoutSeconds: 5, stabilizationWindowSeconds: 5 },
  rules: [{ metric: 'concurrency', target: 2 }],
};
const CALLERS = 6;
const SERVES_MS = 4000;
const SHOWN_LINES = 3;
/** What is waited for; on a machine with nothing else to do the third comes too. */
const REPLICAS = 2;
const [RUNS_WITHIN_MS, SCALES_WITHIN_MS, SLEEPS_WITHIN_MS] = [60_000, 60_000, 60_000];

type Told = Readonly<{ platform: Platform; endpoint: Endpoint; narrator: Narrator; signal: AbortSignal }>;

/** Load, scale-out, why, cost, sleep, wake; then everything is as it was. */
export const tell = async (platform: Platform, narrator: Narrator, signal: AbortSignal): Promise<void> => {
  const endpoint = await sample(platform);
  narrator.begin();
  narrator.part(`One endpoint, ${endpoint.name}: a tiny model on llama.cpp`);
  narrator.say(`it is ${endpoint.state} · ${platform.url}`);
  const over = new AbortController();
  const told = { platform, endpoint, narrator, signal: AbortSignal.any([signal, over.signal]) };
  // The story goes on without what is only told beside it.
  const changing = decisionsOf(told).catch(() => undefined);
  try {
    await change(platform, endpoint, DEMO_SCALING);
    await underLoad(told);
    await sleepAndWake(told);
    narrator.part('That was Tidegate');
    narrator.say(`the settings of ${endpoint.name} are put back`);
    narrator.command(`open ${platform.url}`);
  } finally {
    over.abort();
    await change(platform, endpoint, endpoint.scaling);
    await changing;
  }
};

const sample = async ({ client }: Platform): Promise<Endpoint> => {
  for await (const endpoint of listOf(client, '/v1/endpoints'))
    if (endpoint.name === NAME) {
      const path = { endpointId: endpoint.id };
      if (endpoint.actions.includes('start'))
        await unwrap(client.POST('/v1/endpoints/{endpointId}/start', { params: { path } }));
      return waitFor(client, endpoint.id, { until: ['running', 'sleeping'], timeoutMs: RUNS_WITHIN_MS });
    }
  throw new Error(`there is no endpoint ${NAME}: npm start makes it, unless it is told --no-sample`);
};

const change = async ({ client }: Platform, { id }: Endpoint, scaling: Partial<Endpoint['scaling']>) => {
  const path = { endpointId: id };
  await unwrap(client.PATCH('/v1/endpoints/{endpointId}', { params: { path }, body: { scaling } as never }));
};

/** Each decision as it is made: the platform says it by itself, nobody asks. */
const decisionsOf = async ({ platform, endpoint, narrator, signal }: Told): Promise<void> => {
  const types = ['ScaleDecided', 'ReplicaReady'];
  for await (const item of changesOf(platform.client, { endpoint: endpoint.id, types, signal })) {
    if (item.kind !== 'change') continue;
    const { type, event } = item.change;
    if (type === 'ReplicaReady') narrator.good(`${event.data['replicaId'] as string} is ready`);
    else if (event.data['to'] !== event.data['from']) narrator.say(`→ ${event.data['text'] as string}`);
  }
};

const target = ({ platform, endpoint }: Told): Target => ({ ...platform, model: endpoint.name });

const underLoad = async (told: Told): Promise<void> => {
  const { platform, endpoint, narrator, signal } = told;
  narrator.part(`${CALLERS} callers who never stop`);
  const load = callers(target(told), CALLERS, signal);
  try {
    const { client } = platform;
    const until = ({ replicas }: Endpoint): boolean => replicas.ready >= REPLICAS;
    await waitFor(client, endpoint.id, { until, signal, timeoutMs: SCALES_WITHIN_MS });
    narrator.good('the callers are shared by more than one replica now');
    await why(told);
    await pause(SERVES_MS, undefined, { signal });
    await cost(told);
    narrator.part('Nobody calls any more');
    narrator.say(`after ${load.answered()} answers, ${load.refused() || 'none'} refused`);
  } finally {
    await load.stop();
  }
};

const why = async ({ platform, endpoint, narrator }: Told): Promise<void> => {
  narrator.part('Why?');
  narrator.command(`npx tidegate why ${endpoint.name}`);
  const params = { path: { endpointId: endpoint.id }, query: { decisions: 20 } };
  const { decisions } = await unwrap(platform.client.GET('/v1/endpoints/{endpointId}/scaling', { params }));
  const grown = decisions.find(({ from, to }) => to > from);
  if (!grown) return;
  narrator.say(grown.text);
  narrator.aside(grown.formula);
};

const NANO = 1e9;

const cost = async ({ platform, endpoint, narrator }: Told): Promise<void> => {
  narrator.part('What does it cost?');
  narrator.command(`npx tidegate cost ${endpoint.name}`);
  const params = { path: { endpointId: endpoint.id }, query: { limit: 100 } };
  const { lines, costNanoUsd, burnRateNanoUsdPerHour } = await unwrap(
    platform.client.GET('/v1/endpoints/{endpointId}/cost', { params }),
  );
  const usd = (nano: string, digits: number): string => `$${(Number(nano) / NANO).toFixed(digits)}`;
  narrator.say(
    `${usd(burnRateNanoUsdPerHour, 4)} an hour now, ${usd(costNanoUsd, 6)} so far, exact to the microsecond`,
  );
  for (const line of lines.filter(({ stoppedAtUs }) => stoppedAtUs === null).slice(0, SHOWN_LINES))
    narrator.aside(
      `${line.replicaId ?? line.kind}  ${(Number(line.heldMicroseconds) / 1e6).toFixed(3)} s of ${line.sku}  ${usd(line.costNanoUsd, 9)}`,
    );
};

const sleepAndWake = async (told: Told): Promise<void> => {
  const { platform, endpoint, narrator, signal } = told;
  await waitFor(platform.client, endpoint.id, { until: 'sleeping', signal, timeoutMs: SLEEPS_WITHIN_MS });
  narrator.good('it sleeps: no replica, no cost');
  narrator.part('One caller, who knows nothing of that');
  const { firstMs, totalMs, text } = await ask(target(told), 'Why did it scale?', signal);
  narrator.good(
    `answered after ${(firstMs / 1000).toFixed(1)} s, ${((totalMs - firstMs) / 1000).toFixed(1)} s for the rest; nothing failed, nothing was repeated`,
  );
  narrator.aside(`“${text.length > 88 ? `${text.slice(0, 88)}…` : text}”`);
};
