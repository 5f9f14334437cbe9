import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ended, Terminal, commandsIn } from './cli/terminal.ts';
import { Platform } from './platform.ts';

let platform: Platform;
let terminal: Terminal;
let operator: string;

const DONE = 0;
const [FAILED, MISUSED, NOT_FOUND, UNAUTHORIZED, CONFLICT, LATE, INTERRUPTED] = [1, 2, 3, 4, 5, 6, 130];

beforeAll(async () => {
  platform = await Platform.start({ args: ['--simulate-gpus', '2xH100'] });
  terminal = await Terminal.open(platform.url, platform.token);
  operator = await platform.secret('operator-token');
});
afterAll(async () => {
  await platform.stop();
  await terminal.close();
});

/** A line as it is typed; words with spaces stand in quotes. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');

const tidegate = (line: string, input?: string): Promise<Ended> =>
  terminal.run(wordsOf(line), input === undefined ? {} : { input });

const json = async <Answer = Record<string, unknown>>(line: string): Promise<Answer> => {
  const { code, out, err } = await tidegate(`${line} -o json`);
  if (code !== DONE) throw new Error(`${line}: ${String(code)}\n${err}`);
  return JSON.parse(out) as Answer;
};

/** Each line must do, and answer with JSON. */
const allDo = async (lines: readonly string[]): Promise<void> => {
  const ended: unknown[] = [];
  for (const line of lines) {
    const { code, out, err } = await tidegate(`${line} -o json`);
    let parsed: unknown = 'not JSON';
    try {
      parsed = JSON.parse(out);
    } catch {
      // Told below.
    }
    if (code !== DONE || parsed === 'not JSON') ended.push([line, code, err, out.slice(0, 200)]);
  }
  expect(ended).toEqual([]);
};

type Named = Readonly<{ id: string; name: string; state: string }>;
type Items<Item> = Readonly<{ items: Item[] }>;

describe('an endpoint, from the terminal', () => {
  it('is judged, made, seen, changed and rolled back', async () => {
    const words = 'chat --model tidegate/tiny --hardware cpu-1x --min 1 --max 2 --tag team=search --env A=1';
    const judged = await json<{ valid: boolean }>(`endpoint create ${words} --dry-run`);
    expect(judged.valid).toBe(true);
    const made = await tidegate(`endpoint create ${words} --wait --timeout 150s`);
    expect([made.code, made.err]).toEqual([DONE, expect.stringContaining('chat: running')]);
    expect(made.out).toMatch(/^ENDPOINT +STATE .*\nchat +running +1\/1 +cpu-1x/);
    expect((await tidegate('endpoints -o name')).out.split('\n')).toContain('chat');
    expect(await json('endpoint get chat')).toMatchObject({
      tags: { team: 'search' },
      environment: { A: '1' },
    });
    await allDo(['endpoint update chat --max 3 --wait', 'revision list chat', 'revision get chat 1']);
    expect(await json('endpoint rollback chat 1 --wait')).toMatchObject({ scaling: { maxReplicas: 2 } });
    expect((await tidegate('endpoint update chat --max 4 --if-match 1')).code).toBe(CONFLICT);
    expect((await tidegate('endpoint create chat --model tidegate/tiny')).code).toBe(CONFLICT);
  });

  it('answers a talk and any other call', async () => {
    const talk = await tidegate('chat chat "why did it scale?" --max-tokens 20');
    expect([talk.code, talk.err]).toEqual([DONE, expect.stringMatching(/first token after .* tokens\/s/)]);
    expect(talk.out.length).toBeGreaterThan(10);
    expect((await tidegate('chat chat --max-tokens 5', 'hello')).out.length).toBeGreaterThan(2);
    expect(await json('chat chat hello --max-tokens 5')).toMatchObject({ text: expect.any(String) });
    const body = '{"messages":[{"role":"user","content":"hi"}],"max_tokens":3}';
    const raw = await tidegate('invoke chat /chat/completions -d @-', body);
    expect(JSON.parse(raw.out)).toMatchObject({ object: 'chat.completion' });
    expect((await tidegate('invoke chat /nowhere')).code).toBe(NOT_FOUND);
    expect(await json('bench chat --for 3s -c 2 --max-tokens 8 -q')).toMatchObject({ failed: 0 });
  });

  it('is explained', async () => {
    await allDo([
      ...[
        'why chat',
        'cost',
        'cost chat',
        'usage',
        'requests chat',
        'requests chat --hourly',
        'requests --hourly',
      ],
      ...[
        'metrics chat',
        'metrics',
        'metrics --list',
        'top',
        'simulate chat --policy fast',
        'event list chat',
      ],
      ...['replica list chat', 'domain list chat', 'secret list chat', 'invocation list chat', 'audit list'],
      ...['endpoint cost chat', 'project cost', 'wait chat --for running'],
    ]);
    const { items } = await json<Items<Named>>('replica list chat');
    await allDo([`replica placement chat ${items[0]?.id ?? ''}`]);
    expect((await tidegate('logs chat --tail 5')).code).toBe(DONE);
    expect((await tidegate('metrics --scrape')).out).toContain('# HELP');
    expect((await tidegate('requests chat --export csv')).out).toContain(',');
    expect((await tidegate('billing export --since 1h')).code).toBe(DONE);
  });

  it('is a file too', async () => {
    const { out } = await tidegate('export chat');
    expect((await tidegate('endpoint export chat')).out).toBe(out);
    const file = await terminal.file('two.yaml', out.replace('name: chat', 'name: two'));
    expect((await tidegate(`diff -f ${file} --exit-code`)).code).toBe(FAILED);
    expect((await tidegate(`apply -f ${file} --dry-run`)).out).toBe('two would be created\n');
    expect((await tidegate(`apply -f ${file}`)).out).toBe('two is created\n');
    expect((await tidegate(`apply -f ${file}`)).out).toBe('two stays as it is\n');
  });

  it('has secrets, is stopped, disabled and deleted', async () => {
    await allDo(['secret set two KEY=value', 'secret delete two KEY --yes', 'endpoint stop two --wait']);
    expect((await tidegate('wait two --for running --timeout 1s')).code).toBe(LATE);
    await allDo([
      'endpoint disable two',
      'endpoint enable two',
      'endpoint start two',
      'endpoint restart chat',
    ]);
    for (const verb of ['promote two', 'abort two', 'shift two 10'])
      expect((await tidegate(`endpoint ${verb}`)).code).toBe(CONFLICT);
    expect((await tidegate('domain check chat models.example.com')).code).toBe(NOT_FOUND);
    for (const verb of ['get', 'cancel', 'replay'])
      expect([FAILED, NOT_FOUND]).toContain(
        (await tidegate(`invocation ${verb} chat inv-000000000000`)).code,
      );
    expect((await tidegate('endpoint delete two')).code).toBe(MISUSED);
    await allDo(['endpoint delete two --confirm two --wait']);
    expect((await tidegate('endpoint get two')).code).toBe(NOT_FOUND);
  });
});

describe('what stands around endpoints, from the terminal', () => {
  it('is listed', async () => {
    await allDo([
      ...[
        'hardware list',
        'framework list',
        'model size tidegate/tiny',
        'quota',
        'quota get',
        'rate list',
        'plan list',
      ],
      ...[
        'plan list-own',
        'ledger list',
        'credit list',
        'credit balance',
        'credits',
        'credit show',
        'endpoint list',
        'invoice list',
        'invoice show draft',
      ],
      ...['project get', 'webhook signing-key', 'node list', 'whoami', 'api GET /v1/me', 'doctor'],
    ]);
    expect((await tidegate('invoice proof invc-000000000000 --line 1')).code).toBe(NOT_FOUND);
  });

  it('is made, shown, changed and removed', async () => {
    const group = await terminal.file('group.yaml', 'rules:\n  - cidr: 10.0.0.0/8\n');
    await allDo([
      `security-group create inside -f ${group}`,
      ...[
        'security-group list',
        'security-group get inside',
        `security-group replace inside -f ${group} --name inner`,
      ],
      ...['token create ci --scopes read --expires-at 30d', 'token list', 'token revoke ci --yes'],
      ...['budget create month --limit-usd 100 --endpoint chat', 'budget list', 'budget get month'],
      ...['budget update month --limit-usd 50', 'budget delete month'],
      ...[
        'channel create us --slack https://hooks.slack.com/services/x',
        'channel list',
        'channel get us',
        'channel deliveries us',
      ],
      ...['channel update us --hears endpoint.failed', 'channel test us', 'channel replay us'],
      'alert create Slow --metric latency_p95_seconds --above 5 --channel us --endpoint chat',
      ...[
        'alert list',
        'alert get Slow',
        'alert show Slow',
        'alert history Slow',
        'alert mute Slow --for 1h',
      ],
      ...[
        'alert unmute Slow',
        'alert update Slow --threshold 6',
        'alert test Slow',
        'alert delete Slow',
        'channel delete us',
      ],
    ]);
    await allDo(['security-group delete inner']);
  });

  it('tells receivers', async () => {
    const { id } = await json<Named>('webhook create http://127.0.0.1:9/hook endpoint.*').catch(() => ({
      id: '',
    }));
    if (id === '')
      expect((await tidegate('webhook create http://127.0.0.1:9/hook endpoint.*')).code).toBe(FAILED);
    const hook = id || (await json<Named>('webhook create https://hooks.example.com/x endpoint.*')).id;
    await allDo([
      ...[
        'webhook list',
        `webhook get ${hook}`,
        `webhook update ${hook} --description ours`,
        `webhook rotate ${hook}`,
      ],
      ...[
        `webhook deliveries ${hook}`,
        `webhook test ${hook}`,
        `webhook replay ${hook} --since 1h`,
        `webhook delete ${hook}`,
      ],
    ]);
    const sink = (await json<Named>('log-sink create loki https://logs.example.com/loki/api/v1/push')).id;
    await allDo([
      ...['log-sink list', `log-sink get ${sink}`, `log-sink update ${sink} --enabled false`],
      ...[`log-sink test ${sink}`, `log-sink delete ${sink}`],
    ]);
  });
});

describe('the operator, at the terminal', () => {
  const asOperator = (line: string): Promise<Ended> =>
    terminal.run(wordsOf(line), { environment: { TIDEGATE_TOKEN: operator } });

  it('has projects, prices, plans and nodes', async () => {
    const made = JSON.parse((await asOperator('project create beta -o json')).out) as Named;
    const ended: unknown[] = [];
    const nodeId = (await json<Items<Named>>('node list')).items[0]!.id;
    for (const line of [
      ...[
        'project list',
        'project rename beta gamma',
        `quota set --project ${made.id} --endpoints 5 --replicas-per-endpoint 2 --gpus 1`,
      ],
      ...[`credit grant prepaid 10 --project ${made.id} --note welcome`, `token list --project ${made.id}`],
      ...['rate publish cpu-1x 4000000', `node get ${nodeId}`, `node cordon ${nodeId}`],
      ...[`node drain ${nodeId} --dry-run`, `node uncordon ${nodeId}`],
      ...['plan publish --dry-run', `plan publish-own --dry-run --project ${made.id}`],
      ...['node delete node-000000000000 --dry-run', 'project delete gamma --yes'],
    ]) {
      const { code, err } = await asOperator(`${line} -o json`);
      if (code !== DONE) ended.push([line, code, err]);
    }
    expect(ended).toEqual([]);
    expect((await asOperator('open --print')).out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?code=\S+\n$/);
  });
});

describe('the program', () => {
  it('keeps who one is for nobody else to read', async () => {
    const login = await terminal.run(['login', 'here'], { input: `${platform.token}\n` });
    expect(login.code).toBe(DONE);
    expect((await stat(join(terminal.home, 'tidegate/config.json'))).mode & 0o777).toBe(0o600);
    const bare = { TIDEGATE_URL: '', TIDEGATE_TOKEN: '' };
    expect((await terminal.run(['whoami'], { environment: bare })).code).toBe(DONE);
    await allDo(['profile list', 'profile show']);
    for (const words of [
      ['profile', 'use', 'here'],
      ['profile', 'set', 'there', '--url', 'http://127.0.0.1:9'],
    ])
      expect((await terminal.run(words)).code).toBe(DONE);
    expect((await terminal.run(['logout', 'here'])).code).toBe(DONE);
    expect((await terminal.run(['whoami'], { environment: bare })).code).toBe(UNAUTHORIZED);
    expect((await tidegate('whoami --token wrong')).code).toBe(UNAUTHORIZED);
  });

  it('completes what is typed', async () => {
    for (const shell of ['bash', 'zsh', 'fish'])
      expect((await tidegate(`completion ${shell}`)).out).toContain('tidegate completion words');
    expect((await tidegate('completion words -- endpoint get ch')).out).toBe('chat\n');
  });

  it('is ended with Ctrl-C wherever it goes on, and says nothing wrong', async () => {
    const lines = [
      'watch',
      'endpoints --watch',
      'logs chat -f',
      'top --every 1',
      'wait chat --for stopped',
      'bench chat --for 1m',
    ];
    const ended = await Promise.all(
      lines.map(async (line) => [line, (await terminal.interrupted(wordsOf(line), 8000)).code]),
    );
    expect(ended).toEqual(lines.map((line) => [line, INTERRUPTED]));
  });

  it('has no command that was not tried here', async () => {
    const untried: string[] = [];
    const tried = [...terminal.ran];
    for (const name of commandsIn((await tidegate('--help')).out)) {
      const verbs = commandsIn((await tidegate(`${name} --help`)).out);
      const lines = verbs.length === 0 ? [name] : verbs.map((verb) => `${name} ${verb}`);
      for (const line of lines)
        if (!tried.some((each) => each === line || (verbs.length === 0 && each.startsWith(`${line} `))))
          untried.push(line);
    }
    // It reads the database of its machine, not the API.
    expect(untried).toEqual(['billing verify']);
  });
});
