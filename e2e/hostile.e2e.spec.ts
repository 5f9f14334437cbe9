import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { type Attack, Attacker } from './hostile/attack.ts';
import { type Description, type Route, Samples, routesOf } from './hostile/describe-routes.ts';
import { Dice } from './hostile/dice.ts';
import { complaintsAbout, faceOf } from './hostile/judge.ts';
import { CANARY } from './hostile/odd-values.ts';
import { type Heard, each, send } from './hostile/send.ts';
import { DOUBLE, type Things, World } from './hostile/world.ts';
import { startHub } from './model-hub.ts';
import { Platform, eventually } from './platform.ts';

const SEED = 20_260_101;
const BODIES = 5000;
const WITH_BODY = 270;
const LARGE = 3;
const WITHOUT_BODY = 45;
const MOST_LEFT = 10;
const SERVICES = [
  'api',
  'scheduler',
  'scaler',
  'billing',
  'logs',
  'metrics',
  'notifier',
  'gateway',
  'agent',
] as const;
type Ports = Readonly<Record<(typeof SERVICES)[number], number>>;
const JSON_BODY = { 'content-type': 'application/json' };

let hub: Server;
let platform: Platform;
let world: World;
let description: Description;
let routes: Route[];
let secrets: string[];
beforeAll(async () => {
  const started = await startHub();
  hub = started.hub;
  platform = await Platform.start({ environment: { TIDEGATE_HUB_URL: started.url } });
  world = await World.on(platform);
  description = await platform.get<Description>('/v1/openapi.json');
  routes = routesOf(description);
  const kept = await Promise.all(
    (['operator-token', 'nats-token', 'postgres-password', 'secret-key'] as const).map((name) =>
      platform.secret(name),
    ),
  );
  const { owner, viewer, foreign } = world.tokens;
  secrets = [...kept, CANARY, ...[owner, viewer, foreign].filter((token) => token !== null)];
}, 150_000);
afterAll(async () => {
  hub.close();
  await platform.stop();
}, 90_000);

const shown = ({ method, path, who, headers, body }: Attack): string =>
  `${who}: ${method} ${path.slice(0, 300)} ${JSON.stringify(headers).slice(0, 300)} ${body?.toString('utf8').slice(0, 600) ?? ''}`;

/** How many of the sort: what makes endpoints has the most fields. */
const timesOf = ({ method, path, body }: Route): number => {
  if (!body) return WITHOUT_BODY;
  return /^\/v1\/(?:endpoints(?:\/\{endpointId\})?|apply)$/.test(path) && method !== 'DELETE'
    ? LARGE * WITH_BODY
    : WITH_BODY;
};

const codes = new Set<string>();
const seen = { statuses: new Map<number, number>(), bodies: 0, slowestMs: 0 };
const noted = (attack: Attack, heard: Heard): void => {
  seen.statuses.set(heard.status, (seen.statuses.get(heard.status) ?? 0) + 1);
  seen.bodies += attack.body === null ? 0 : 1;
  seen.slowestMs = Math.max(seen.slowestMs, heard.tookMs);
  const code = /"code":"([\w.]+)"/.exec(heard.text)?.[1];
  if (heard.status >= 400 && code !== undefined) codes.add(code);
};

describe('a platform that is attacked', () => {
  it('answers whatever comes, and says what is wrong with it', async () => {
    const dice = new Dice(SEED);
    const attacker = new Attacker(world, new Samples(description, dice), dice);
    const attacks = routes.flatMap((route) => [
      ...attacker.sweep(route),
      ...Array.from({ length: timesOf(route) }, () => attacker.attack(route)),
    ]);
    const complaints: string[] = [];
    await each(attacks, async (attack) => {
      try {
        const heard = await send(platform.url, attack);
        noted(attack, heard);
        for (const complaint of complaintsAbout(attack, heard, secrets))
          complaints.push(
            `${complaint}\n  ${shown(attack)}\n  ${String(heard.status)} ${heard.text.slice(0, 600)}`,
          );
        if (
          heard.status < 300 &&
          /^\/(?:v1\/endpoints|v1\/apply|api\/provision|models\/.*\/run)$/.test(attack.route.path)
        )
          await world.tidy();
      } catch (error) {
        complaints.push(`${String(error)}\n  ${shown(attack)}`);
      }
    });
    const counts = [...seen.statuses]
      .toSorted(([a], [b]) => a - b)
      .map(([status, count]) => `${String(status)}: ${String(count)}`);
    process.stdout.write(
      `${String(attacks.length)} requests with ${String(seen.bodies)} bodies; ${counts.join(', ')}; slowest ${seen.slowestMs.toFixed(0)} ms\n`,
    );
    expect(complaints).toEqual([]);
    expect(seen.bodies).toBeGreaterThanOrEqual(BODIES);
  }, 900_000);

  it('has a page for every code', async () => {
    expect(codes.size).toBeGreaterThan(15);
    for (const code of codes)
      expect([code, (await platform.ask('GET', `/docs/errors/${code}`)).status]).toEqual([code, 200]);
  });

  it('shows nothing of another project: its ids are answered as those of nothing', async () => {
    const differences: string[] = [];
    const named = routes.filter(({ path }) => path.includes('{'));
    await each(named, async (route) => {
      for (const [foreign, unknown] of pairs(route)) {
        // Two attackers with the same dice ask the same.
        const [one, other] = [foreign, unknown].map((things) => {
          const dice = new Dice(SEED);
          return new Attacker(world, new Samples(description, dice), dice).request(route, things, 'owner');
        }) as [Attack, Attack];
        const [heard, expected] = [await send(platform.url, one), await send(platform.url, other)];
        if (faceOf(heard) !== faceOf(expected) || heard.status < 400)
          differences.push(`${shown(one)}\n  ${faceOf(heard)}\n  ${faceOf(expected)}`);
      }
    });
    expect(differences).toEqual([]);
  }, 60_000);

  it('tells no foreign id from none in a query, a header or a body either', async () => {
    const { foreign, attacked } = world;
    const { owner: token } = attacked;
    const asked = async (things: Things): Promise<string[]> => {
      const heard: string[] = [];
      for (const [method, path, body] of mentions(attacked.kept, things))
        heard.push(faceOf(await plain({ method, path, body, token })));
      const headers = { 'x-tidegate-project': things.projectId };
      heard.push(faceOf(await plain({ method: 'GET', path: '/v1/endpoints?limit=1', token, headers })));
      return heard;
    };
    expect(await asked(foreign.kept)).toEqual(await asked(World.unknown()));
  }, 60_000);

  it('is well afterwards, and keeps nothing of it', async () => {
    await world.tidy();
    const ports = JSON.parse(await readFile(join(platform.home, 'run', 'ports.json'), 'utf8')) as Ports;
    for (const service of SERVICES)
      expect([service, (await fetch(`http://127.0.0.1:${String(ports[service])}/readyz`)).status]).toEqual([
        service,
        200,
      ]);
    // What somebody committed to stays until its day.
    const left = (await world.made()).length;
    expect(left).toBeLessThanOrEqual(MOST_LEFT);
    // What is well made of an attack has its effect: a hard budget, or a plan that wants credit first, puts to sleep what it is about.
    for (const { id } of await platform.all<{ id: string }>('/v1/budgets'))
      await platform.ask('DELETE', `/v1/budgets/${id}`);
    const { projectId } = await platform.get<{ projectId: string }>('/v1/me');
    const credit = { kind: 'promotional', amountUsd: '1000.00', note: 'after the attacks' };
    const operator = await platform.secret('operator-token');
    const granted = await platform.ask('POST', `/v1/projects/${projectId}/credits`, credit, operator);
    expect(granted.status).toBe(201);
    const said = await eventually(() =>
      platform.openai().chat.completions.create({
        model: platform.sample.name,
        messages: [{ role: 'user', content: 'Why did it scale?' }],
      }),
    );
    expect(said.choices[0]?.message.content).toBeTruthy();
    const logs = await platform.logs();
    for (const secret of secrets) expect(logs.includes(secret)).toBe(false);
    expect(logs.split('\n').filter((line) => /"level":(?:50|60|"error"|"fatal")/.test(line))).toEqual([]);
  }, 60_000);
});

/** The foreign thing, and one that is nowhere: all parts of the path foreign, and the last alone. */
const pairs = ({ path }: Route): [Things, Things][] => {
  const { kept } = world.attacked;
  const foreign = world.foreign.kept;
  const last = (/\{(\w+)\}[^{]*$/.exec(path)?.[1] ?? 'endpointId') as keyof Things;
  const all: [Things, Things] = [foreign, World.unknown()];
  if (['revision', 'domain'].includes(last)) return [all];
  return [
    all,
    [
      { ...kept, [last]: foreign[last] },
      { ...kept, [last]: World.unknown()[last] },
    ],
  ];
};

type Mention = readonly [method: string, path: string, body?: unknown];
/** Where else an id may stand. */
const mentions = (
  { endpointId }: Things,
  { endpointId: other, securityGroupId, tokenId }: Things,
): Mention[] => [
  ['POST', '/v1/endpoints', { ...DOUBLE, name: 'mentions', securityGroups: [securityGroupId] }],
  [
    'POST',
    '/v1/endpoints?validateOnly=true',
    { ...DOUBLE, name: 'mentions', securityGroups: [securityGroupId] },
  ],
  ['PATCH', `/v1/endpoints/${endpointId}`, { securityGroups: [securityGroupId] }],
  ['GET', `/v1/watch?endpoint=${other}`],
  ['GET', `/v1/endpoints/${endpointId}/logs?replica=${other.replace('endpt', 'repl')}`],
  ['GET', `/v1/endpoints/${endpointId}/events?actor=${tokenId}`],
];

type Plain = Readonly<{
  method: string;
  path: string;
  body?: unknown;
  token: string;
  headers?: Record<string, string>;
}>;
const plain = ({ method, path, body, token, headers = {} }: Plain): Promise<Heard> =>
  send(platform.url, {
    method,
    path,
    headers: { ...headers, authorization: `Bearer ${token}`, ...(body !== undefined && JSON_BODY) },
    body: body === undefined ? null : Buffer.from(JSON.stringify(body)),
  });
