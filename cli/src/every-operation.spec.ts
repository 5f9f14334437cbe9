import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakePlatform, OPERATIONS } from './fake-platform.spec-helper.ts';
import { EXIT, run } from './run.ts';
import { operationOf, operations, parametersOf } from './resources/operations.ts';
import { NOUNS } from './resources/nouns.ts';
import { planOf } from './resources/verb-command.ts';

const HEX = '0123456789ab';
const E = `endpt-${HEX}`;
const WORDS: Readonly<Record<string, string>> = {
  ...{ endpointId: E, projectId: `proj-${HEX}`, tokenId: `tok-${HEX}`, securityGroupId: `sgrp-${HEX}` },
  ...{ nodeId: `node-${HEX}`, webhookId: `hook-${HEX}`, budgetId: `budg-${HEX}`, alertId: `alert-${HEX}` },
  ...{
    channelId: `chan-${HEX}`,
    sinkId: `sink-${HEX}`,
    replicaId: `repl-${HEX}`,
    invocationId: `inv-${HEX}`,
  },
  ...{ invoiceId: `invc-${HEX}`, revision: '1', domain: 'models.example.com', secrets: 'KEY=value' },
};

/** What no command asks for, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  'Hub.run': 'for clients of another product; tidegate endpoint does the same',
  'Hub.one': 'the same',
  'Hub.update': 'the same',
  'Hub.remove': 'the same',
  'Hub.start': 'the same',
  'Hub.stop': 'the same',
  'Provision.provision': 'for clients of another product; tidegate endpoint create does the same',
  'Provision.one': 'the same',
};
/** A browser’s session: a command comes with its token. */
const isOfBrowsers = (id: string): boolean => id.startsWith('Session.');

/** Commands that are written by hand, and what they ask for. */
const BY_HAND: readonly (readonly [string, ...string[]])[] = [
  [`why ${E}`, 'Scaling.why'],
  [`simulate ${E} --policy fast`, 'Scaling.simulate'],
  [`requests ${E}`, 'Request.all'],
  [`requests ${E} --hourly`, 'Request.hourly'],
  ['requests --hourly', 'Request.ofProject'],
  [`requests ${E} --export csv`, 'Request.export'],
  [`metrics ${E}`, 'Metric.series'],
  ['metrics', 'Metric.ofProject'],
  ['metrics --list', 'Metric.names'],
  ['metrics --scrape', 'Metric.scrape'],
  ['top', 'Metric.values', 'Endpoint.all'],
  ['cost', 'Report.burn'],
  ['usage', 'Report.usage'],
  ['billing export', 'Report.export'],
  ['credits', 'Credit.balance', 'Credit.all'],
  ['invoices', 'Invoice.all'],
  ['invoice draft', 'Invoice.draft'],
  [`invoice invc-${HEX}`, 'Invoice.one'],
  ['alert create Slow --metric latency_p95_seconds --above 2', 'Alert.create'],
  [`alert mute alert-${HEX} --for 2h`, 'Alert.mute'],
  ['channel create Us --email a@example.com', 'Channel.create'],
  ['apply -f FILE', 'Manifest.apply'],
  ['diff -f FILE', 'Manifest.apply'],
  [`export ${E}`, 'Manifest.export'],
  ['whoami', 'Me.me'],
  ['open --print', 'SignInCode.make'],
];

let platform: FakePlatform;
let folder = '';
beforeAll(async () => {
  platform = await FakePlatform.start();
  folder = mkdtempSync(join(tmpdir(), 'tidegate-cli-'));
});
afterAll(() => {
  platform.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  platform.asked.length = 0;
});

const reached = new Set<string>();

const tidegate = async (words: readonly string[], signal?: AbortSignal) => {
  const said = { out: '', err: '' };
  const code = await run(words, {
    defaults: { url: platform.url, token: 'tok', keptToken: null, configFile: join(folder, 'config.json') },
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    ...(signal && { signal }),
  });
  for (const id of platform.asked) reached.add(id);
  return { code, ...said };
};

const verbs = NOUNS.flatMap((resource) =>
  Object.entries(resource.verbs).map(([name, verb]) => ({ name, verb, resource })),
);

describe('a verb of a noun', () => {
  it.each(verbs)('asks for its operation: $resource.noun $name', async ({ name, verb, resource }) => {
    const { words } = planOf(resource, verb);
    const typed = words.map((word) => WORDS[word] ?? '7');
    const needed = Object.entries(operationOf(verb.operation).query ?? {})
      .filter(([, { required }]) => required)
      .flatMap(([query]) => [`--${query}`, '1']);
    const sure = [
      ...(verb.confirm ? ['--yes'] : []),
      ...(verb.confirm === 'name' ? ['--confirm', 'chat'] : []),
    ];
    const { code, err } = await tidegate([resource.noun, name, ...typed, ...needed, ...sure]);
    expect([code, err.includes('tidegate:')]).toEqual([EXIT.done, false]);
    expect(platform.asked).toContain(verb.operation);
  });

  it('answers programs with JSON', async () => {
    for (const words of [
      ['endpoint', 'list'],
      ['nodes'],
      ['token', 'create', 'ci'],
      ['model', 'size', 'a/b'],
    ])
      expect(typeof JSON.parse((await tidegate([...words, '-o', 'json'])).out)).toBe('object');
  });
});

describe('a command that is written by hand', () => {
  it.each(BY_HAND)('asks for what it needs: %s', async (line, ...wanted) => {
    const file = join(folder, 'endpoint.yaml');
    writeFileSync(file, 'kind: Endpoint\n');
    const { code } = await tidegate(line.split(' ').map((word) => (word === 'FILE' ? file : word)));
    expect(code).toBe(EXIT.done);
    for (const id of wanted) expect(platform.asked).toContain(id);
  });

  it('reads lines of a log', async () => {
    await tidegate(['logs', E]);
    expect(platform.asked).toContain('Log.lines');
  });

  it('watches until it is ended', async () => {
    const ended = new AbortController();
    const going = tidegate(['watch'], ended.signal);
    while (!platform.asked.includes('Watch.watch')) await new Promise((resolve) => setTimeout(resolve, 10));
    ended.abort();
    expect((await going).code).toBe(EXIT.interrupted);
  });
});

describe('the platform', () => {
  it('has no operation that no command reaches, but these', () => {
    const missing = OPERATIONS.filter((id) => !reached.has(id) && !(id in WITHOUT) && !isOfBrowsers(id));
    expect(missing).toEqual([]);
    expect(Object.keys(WITHOUT).filter((id) => !OPERATIONS.includes(id))).toEqual([]);
  });

  it('is described as its document does', () => {
    expect(Object.keys(operations()).toSorted()).toEqual([...OPERATIONS].toSorted());
    for (const [id, operation] of Object.entries(operations()))
      expect([id, parametersOf(operation).every((name) => name in WORDS || id.startsWith('Hub.'))]).toEqual([
        id,
        true,
      ]);
  });
});
