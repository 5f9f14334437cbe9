import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import OpenAI from 'openai';
import { writeTinyModel } from './tiny-model/tiny-model.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const START_TIMEOUT_MS = 60_000;

/** The engine as the process driver runs it: a child process, told by its flags, heard by its output. */
class RunningEngine {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  private output = '';
  private wake = (): void => undefined;

  constructor(args: readonly string[], nodeOptions: readonly string[] = []) {
    this.child = spawn(process.execPath, [...nodeOptions, MAIN, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
        this.wake();
      });
    this.exited = new Promise((resolve) => this.child.once('close', resolve));
    void this.exited.then(() => {
      this.wake();
    });
  }

  /** Resolves with the match; rejects with all output when the process ends without it. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.output);
      if (match !== null) return match;
      if (this.child.exitCode !== null) throw new Error(`ended with ${this.child.exitCode}: ${this.output}`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  async url(): Promise<string> {
    const [, port] = await this.says(/listening on 127\.0\.0\.1:(\d+)/);
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  said(): string {
    return this.output;
  }
}

const metric = async (url: string, name: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^llamacpp:${name} (.*)$`, 'm').exec(text)?.[1]);
};

const eventually = async (check: () => Promise<boolean>): Promise<void> => {
  const deadlineMs = performance.now() + 5000;
  while (!(await check())) {
    if (performance.now() > deadlineMs) throw new Error('did not come true within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const user = (content: string): { role: 'user'; content: string }[] => [{ role: 'user', content }];

let folder: string;
let modelPath: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-llamacpp-'));
  modelPath = join(folder, 'tiny.gguf');
  await writeTinyModel(modelPath);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('the engine with the demonstration model', () => {
  let engine: RunningEngine;
  let url: string;
  let client: OpenAI;

  beforeAll(async () => {
    engine = new RunningEngine(['--model', modelPath, '--alias', 'demo', '--port', '0']);
    url = await engine.url();
    client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 });
    await engine.says(/ ready start_ms=\d+ /);
  }, START_TIMEOUT_MS);

  afterAll(() => engine.stop());

  const ask = async (question: string): Promise<string> => {
    const answer = await client.chat.completions.create({
      model: 'demo',
      temperature: 0,
      messages: user(question),
    });
    return answer.choices[0]?.message.content ?? '';
  };

  it('lists the model and says that it is for demonstration', async () => {
    const { data } = await client.models.list();
    expect(data).toMatchObject([
      { id: 'demo', meta: { name: expect.stringMatching(/demonstration model/) } },
    ]);
  });

  it.each([
    ['Hello!', /^Hello! I am the demonstration model of Tidegate/],
    ['Why did it scale?', /^The scaler compares the requests in flight/],
    ['Scale to zero?', /idle past its timeout goes to sleep/],
    ['What is scale to zero', /idle past its timeout goes to sleep/],
    ['Why is the first request slow?', /the gateway holds it in a bounded queue/],
    ['How much does a sleeping endpoint cost?', /^You pay for the time that a replica holds its hardware/],
    ['how are replicas placed', /^The scheduler looks for a node/],
    ['Where can I read the logs of a replica?', /shipped to the log service/],
    ['My replica crashed', /^A replica that dies is replaced/],
    ['How do I use the Python OpenAI client?', /^Point any OpenAI client/],
    ['What is the capital of France?', /^I am only a demonstration model/],
    ['What time is it?', /^I am only a demonstration model/],
    ['Wie wird das Wetter? 日本', /^I am only a demonstration model/],
  ])('answers %j on topic', async (question, answer) => {
    expect(await ask(question)).toMatch(answer);
  });

  it('answers the last message of a conversation', async () => {
    const turns = Array.from({ length: 8 }, () => [
      ...user('Why did it scale?'),
      {
        role: 'assistant' as const,
        content: 'The scaler adds replicas when the load grows: scaling is its work.',
      },
    ]).flat();
    const answer = await client.chat.completions.create({
      model: 'demo',
      temperature: 0,
      messages: [
        { role: 'system', content: 'Talk about logs.' },
        ...turns,
        ...user('And what does it cost?'),
      ],
    });
    expect(answer.choices[0]?.message.content).toMatch(/^You pay for the time/);
    expect(answer.choices[0]?.finish_reason).toBe('stop');
  });

  it('streams the same text as it answers whole, with its usage last', async () => {
    const request = { model: 'demo', temperature: 0, messages: user('Why did it scale?') };
    const whole = await client.chat.completions.create(request);
    const stream = await client.chat.completions.create({
      ...request,
      stream: true,
      stream_options: { include_usage: true },
    });
    const pieces: string[] = [];
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of stream) {
      pieces.push(chunk.choices[0]?.delta.content ?? '');
      usage = chunk.usage;
    }
    expect(pieces.join('')).toBe(whole.choices[0]?.message.content);
    expect(pieces.length).toBeGreaterThan(15);
    expect(usage).toEqual(whole.usage);
    expect(usage?.prompt_tokens).toBe(8);
    expect(usage?.total_tokens).toBe(8 + (usage?.completion_tokens ?? 0));
  });

  it('repeats itself with a seed and varies without one', async () => {
    const sample = async (seed: number): Promise<string> => {
      const messages = user('Why did it scale?');
      const request = { model: 'demo', temperature: 1, messages, ...{ seed } };
      const answer = await client.chat.completions.create(request);
      return answer.choices[0]?.message.content ?? '';
    };
    const seeds = [1, 2, 3, 4, 5, 6];
    const first = await Promise.all(seeds.map(sample));
    expect(await Promise.all(seeds.map(sample))).toEqual(first);
    expect(new Set(first).size).toBe(2);
  });

  it('ends at the token limit and at a stop string', async () => {
    const base = { model: 'demo', temperature: 0, messages: user('Why did it scale?') };
    const short = await client.chat.completions.create({ ...base, max_completion_tokens: 3 });
    expect(short.choices[0]?.finish_reason).toBe('length');
    expect(short.usage?.completion_tokens).toBe(3);
    const stopped = await client.chat.completions.create({ ...base, stop: ['in flight'] });
    expect(stopped.choices[0]?.message.content).toBe('The scaler compares the requests ');
    expect(stopped.choices[0]?.finish_reason).toBe('stop');
  });

  it('completes several plain prompts', async () => {
    const answer = await client.completions.create({
      model: 'demo',
      temperature: 0,
      prompt: ['logs', 'billing'],
    });
    expect(answer.choices.map(({ text }) => text.split(' ', 2).join(' '))).toEqual(['Every line', 'You pay']);
  });

  it('embeds by default in base64, near what is alike', async () => {
    const input = ['why did it scale?', 'autoscaling of replicas', 'an invoice for money'];
    const { data, usage } = await client.embeddings.create({ model: 'demo', input });
    const floats = await client.embeddings.create({ model: 'demo', input, encoding_format: 'float' });
    const [one = [], two = [], three = []] = data.map(({ embedding }) => embedding);
    const cosine = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
    expect(one).toHaveLength(256);
    expect(cosine(one, one)).toBeCloseTo(1, 4);
    expect(cosine(one, two)).toBeGreaterThan(cosine(one, three) + 0.3);
    expect(cosine(one, floats.data[0]?.embedding ?? [])).toBeCloseTo(1, 4);
    expect(usage.prompt_tokens).toBeGreaterThan(input.length);
  });

  it('gives the typed errors of the official client', async () => {
    const chat = (body: object): Promise<unknown> =>
      client.chat.completions.create({ model: 'demo', ...body } as never).catch((error: unknown) => error);
    const missing = await chat({});
    expect(missing).toBeInstanceOf(OpenAI.BadRequestError);
    expect(missing).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      param: 'messages',
      code: 'missing_required_parameter',
    });
    expect(await chat({ messages: user('scale '.repeat(2000)) })).toMatchObject({
      status: 400,
      code: 'context_length_exceeded',
    });
    const elsewhere = await client.images.generate({ prompt: 'a tide' }).catch((error: unknown) => error);
    expect(elsewhere).toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('refuses what is not JSON, and a body over the limit', async () => {
    const post = async (body: RequestInit): Promise<[number, unknown]> => {
      const answer = await fetch(`${url}/v1/chat/completions`, { method: 'POST', ...body });
      return [answer.status, await answer.json()];
    };
    expect(await post({ body: '{' })).toMatchObject([400, { error: { code: 'invalid_json' } }]);
    const large = new Uint8Array(5_000_000);
    expect(await post({ body: large })).toMatchObject([413, { error: { code: 'request_too_large' } }]);
  });

  it('counts its work and prints a line per request, without its content', async () => {
    expect(await metric(url, 'tokens_predicted_total')).toBeGreaterThan(0);
    expect(await metric(url, 'prompt_tokens_total')).toBeGreaterThan(0);
    expect(engine.said()).toMatch(/^POST \/v1\/chat\/completions 200 \d+ ms$/m);
    expect(engine.said()).not.toMatch(/Frankreich|France/);
  });
});

describe('an engine with one slot and no queue', () => {
  let engine: RunningEngine;
  let url: string;
  let client: OpenAI;
  /** As much as one request may ask for: it keeps the slot for a while. */
  const long = { model: 'demo', temperature: 0, prompt: Array(16).fill('why did it scale') as string[] };

  beforeAll(async () => {
    engine = new RunningEngine([
      '--model',
      modelPath,
      '--port',
      '0',
      '--parallel',
      '1',
      '--queue-limit',
      '0',
    ]);
    url = await engine.url();
    client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 });
  }, START_TIMEOUT_MS);

  afterAll(() => engine.stop());

  it(
    'says that it loads until it is ready',
    async () => {
      const early = await fetch(`${url}/health`);
      expect([early.status, await early.json()]).toMatchObject([503, { error: { code: 'loading_model' } }]);
      await engine.says(/ ready /);
      expect((await fetch(`${url}/health`)).status).toBe(200);
    },
    START_TIMEOUT_MS,
  );

  it('refuses a second caller, and is free again when the first hangs up', async () => {
    const stream = await client.completions.create({ ...long, stream: true });
    const pieces = stream[Symbol.asyncIterator]();
    await pieces.next();
    expect(await metric(url, 'requests_processing')).toBe(1);
    const refused = await client.completions.create(long).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OpenAI.RateLimitError);
    expect(refused).toMatchObject({ code: 'queue_full' });
    stream.controller.abort();
    await eventually(async () => (await metric(url, 'requests_processing')) === 0);
    await engine.says(/^POST \/v1\/completions hung up/m);
    const next = await client.completions.create({ ...long, prompt: 'logs', max_tokens: 2 });
    expect(next.choices[0]?.text).toMatch(/^Every line /);
    const whole = await client.completions.create(long);
    expect(whole.choices).toHaveLength(16);
  });

  it('finishes what it has begun when it is told to stop', async () => {
    const running = client.completions.create(long);
    await eventually(async () => (await metric(url, 'requests_processing')) === 1);
    engine.child.kill('SIGTERM');
    expect((await running).choices).toHaveLength(16);
    expect(await engine.exited).toBe(0);
  });
});

describe('an engine that cannot start', () => {
  const outcome = async (
    args: readonly string[],
    nodeOptions?: readonly string[],
  ): Promise<[number | null, string]> => {
    const engine = new RunningEngine(args, nodeOptions);
    return [await engine.exited, engine.said()];
  };

  it('ends with 2 and a sentence on flags that it does not know', async () => {
    expect(await outcome(['--no-such'])).toEqual([2, 'engine-llamacpp: unknown flag --no-such\n']);
  });

  it('only looks at its flags when that is asked', async () => {
    expect(await outcome(['--model', '/no/such', '--check-config'])).toEqual([0, '']);
  });

  it('ends with 1 and the path of a model that is not there', async () => {
    const [code, output] = await outcome(['--model', join(folder, 'none.gguf'), '--port', '0']);
    expect([code, output]).toEqual([1, expect.stringMatching(/cannot load the model .*none\.gguf: /)]);
  });

  it('ends with 1 and what to do when node-llama-cpp is not installed', async () => {
    const hook =
      'import { registerHooks } from "node:module"; registerHooks({ resolve(name, context, next) {' +
      ' if (name === "node-llama-cpp") throw new Error("Cannot find package"); return next(name, context); } });';
    const missing = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`];
    const [code, output] = await outcome(['--model', modelPath, '--port', '0'], missing);
    const last = output.trim().split('\n').at(-1);
    expect(code).toBe(1);
    expect(last).toMatch(/the optional package node-llama-cpp cannot be loaded .*--include=optional/);
  });
});
