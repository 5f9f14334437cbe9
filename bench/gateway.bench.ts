// The gateway beside nginx and the proxies that node's users know: one core for the proxy, one for everything else.
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify, parseArgs } from 'node:util';
import { freePort } from '@tidegate/backing-services';
import type { Benchmark, Figures, Progress } from './benchmark.ts';
import { figuresOf } from './gateway/figures.ts';
import { goFirst } from './gateway/first.ts';
import { compile } from './gateway/native.ts';
import { nginxPeers } from './gateway/nginx.ts';
import { installPeers, nodePeers } from './gateway/node-peers.ts';
import { prepareOurs } from './gateway/ours.ts';
import { OTHER_CORE, PROXY_CORE, startPinned, untilListening } from './gateway/pinned.ts';
import type { Proxy } from './gateway/proxy.ts';
import { TESTS, type Plan, type Test, measureAll } from './gateway/rounds.ts';

const UPSTREAMS = 2;
/** Whom ours is measured beside when it must be quick. */
const QUICK = ['direct', 'nginxToken', 'ours'];
/** Who is asked for thousands of streams. */
const MANY = ['direct', 'nginx', 'nginxToken', 'ours'];

const optionsOf = (args: readonly string[]) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      tests: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      first: { type: 'boolean', default: false },
      env: { type: 'string', multiple: true, default: [] },
    },
  });
  const { quick } = values;
  return {
    quick,
    only: (values.only?.split(',') ?? (quick ? QUICK : undefined)) as readonly string[] | undefined,
    tests: TESTS.filter((test) => values.tests?.split(',').includes(test) ?? true),
    rounds: Number(values.rounds ?? (quick ? 1 : 3)),
    seconds: Number(values.seconds ?? (quick ? 3 : 5)),
    first: values.first,
    environment: Object.fromEntries(
      values.env.map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [name, value.join('=')];
      }),
    ),
  };
};
type Options = ReturnType<typeof optionsOf>;

/** The upstream without anything before it: what the generator's own way takes. */
const direct = (port: number): Proxy => ({
  name: 'direct',
  ask: {},
  start: () => Promise.resolve({ port, pids: [], stop: () => Promise.resolve() }),
});

const testsOf =
  ({ tests }: Options) =>
  ({ name }: Proxy): Test[] =>
    tests.filter((test) => {
      if (name === 'direct') return test === 'open' || test === 'streams';
      if (/^ours./.test(name)) return test === 'closed';
      // With the fetch of this node, streams that it relays from a host of one's own fail.
      if (name === 'portkey') return test === 'closed' || test === 'open';
      return !['idle', 'streams'].includes(test) || MANY.includes(name);
    });

/** Everything that we start has our core and our priority; proxies get the other core. */
const settle = async ({ first }: Options): Promise<void> => {
  if (availableParallelism() < 2)
    throw new Error('two cores are needed: one for the proxy, one for the rest');
  if (first) await goFirst();
  await promisify(execFile)('taskset', ['-a', '-c', '-p', String(OTHER_CORE), String(process.pid)]);
};

const run = async (progress: Progress, args: readonly string[]): Promise<Figures> => {
  const options = optionsOf(args);
  await settle(options);
  const home = await mkdtemp(join(tmpdir(), 'tidegate-bench-'));
  await chmod(home, 0o711);
  const stops: (() => Promise<void>)[] = [() => rm(home, { recursive: true, force: true })];
  try {
    const native = await compile(home);
    const upstreams: number[] = [];
    while (upstreams.length < UPSTREAMS) upstreams.push(await freePort(new Set(upstreams)));
    const begin = async (core: number, words: [string, ...string[]]): Promise<number> => {
      const started = await startPinned({
        words,
        core,
        output: join(home, `native-${String(stops.length)}.out`),
      });
      stops.push(started.stop);
      return started.pid;
    };
    const ownPids = [await begin(OTHER_CORE, [native.upstream, ...upstreams.map(String)])];
    const awakePids: number[] = [];
    for (const core of [PROXY_CORE, OTHER_CORE])
      awakePids.push(await begin(core, [native.awake, String(core)]));
    stops.push(() => {
      // Whoever is stopped does not hear that it shall end.
      for (const pid of awakePids) process.kill(pid, 'SIGCONT');
      return Promise.resolve();
    });
    await Promise.all(upstreams.map((port) => untilListening(port)));
    progress('starting Postgres and nats-server, filling the log');
    const place = { home, upstreams };
    const ours = await prepareOurs(place, options.environment);
    stops.push(ours.stop);
    const everybody = [
      direct(upstreams[0] ?? 0),
      ...nginxPeers(place),
      ...ours.proxies.map((proxy) => withWays(proxy, options)),
      ...nodePeers(place),
    ];
    const proxies = everybody.filter(({ name }) => options.only?.includes(name) ?? true);
    if (proxies.some(({ name }) => nodePeers(place).some((peer) => peer.name === name)))
      await installPeers(progress);
    const plan: Plan = {
      native,
      progress,
      ownPids: [...ownPids, ...awakePids],
      awakePids,
      ...options,
      quietCores: 0.25,
      tries: options.quick ? 1 : 3,
    };
    return figuresOf(await measureAll(plan, proxies, testsOf(options)));
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
};

/** What each feature costs takes a while. */
const withWays = ({ ways, ...proxy }: Proxy, { quick }: Options): Proxy =>
  quick || !ways ? proxy : { ...proxy, ways };

export const benchmark: Benchmark = {
  what: 'Requests, streams and memory of the gateway with everything on, beside nginx, node’s proxies and another gateway.',
  options:
    '--quick (nginx and ours, a minute); --only NAMES, --tests NAMES (separated by commas); --rounds N; --seconds N; ' +
    '--first (as root: before all other work of the machine); --env NAME=VALUE (of the gateway, repeated)',
  goals: {
    rpsOverNginx: '>= 0.55',
    rpsOverFastify: '>= 4.5',
    rpsOverPortkey: '>= 60',
    addedP50OverNginx: '<= 1.4',
    addedP99OverNginx: '<= 2',
    chunkCpuOverNginx: '<= 1.35',
    streamAddedP99Ms: '<= 5',
    kibPerStream: '<= 40',
    bad: '0',
  },
  run,
};
