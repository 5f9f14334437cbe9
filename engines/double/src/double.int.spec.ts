import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import OpenAI from 'openai';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** The double as the process driver runs it. */
class Double {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  output = '';
  url = '';
  private wake = (): void => undefined;

  constructor(...args: readonly string[]) {
    this.child = spawn(process.execPath, [MAIN, '--port', '0', ...args], {
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
    running.add(this);
  }

  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.output);
      if (match !== null) return match;
      if (this.child.exitCode !== null) throw new Error(`ended with ${this.child.exitCode}: ${this.output}`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  async ready(): Promise<this> {
    const [, port] = await this.says(/^engine-double ready start_ms=[\d.]+ port=(\d+)$/m);
    this.url = `http://127.0.0.1:${port}`;
    return this;
  }

  client(): OpenAI {
    return new OpenAI({ baseURL: `${this.url}/v1`, apiKey: 'any', maxRetries: 0 });
  }

  async metric(series: string): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(series))
        ?.split(' ')
        .at(-1),
    );
  }
}

const running = new Set<Double>();

const stopAll = async (): Promise<void> => {
  for (const { child, exited } of running) {
    child.kill('SIGKILL');
    await exited;
  }
  running.clear();
};

const eventually = async (check: () => Promise<boolean>): Promise<void> => {
  const deadlineMs = performance.now() + 5000;
  while (!(await check())) {
    if (performance.now() > deadlineMs) throw new Error('did not come true within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const chat = { model: 'double', messages: [{ role: 'user' as const, content: 'hello tide' }] };

describe('a double that is quick and healthy', () => {
  let double: Double;

  beforeAll(async () => {
    double = await new Double(
      '--served-model-name',
      'double',
      '--ttft-ms',
      '0',
      '--tokens-per-second',
      '0',
    ).ready();
  });
  afterAll(stopAll);

  it('streams the text that it also answers whole, with its usage', async () => {
    const whole = await double.client().chat.completions.create(chat);
    const stream = await double.client().chat.completions.create({
      ...chat,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage ?? usage;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(text.split(' ')).toHaveLength(32);
    expect(usage).toEqual({ prompt_tokens: 2, completion_tokens: 32, total_tokens: 34 });
    expect(whole.usage).toEqual(usage);
  });

  it('answers as long as it is asked to', async () => {
    const { choices } = await double
      .client()
      .completions.create({ model: 'double', prompt: 'a', max_tokens: 100 });
    expect(choices[0]).toMatchObject({ finish_reason: 'length' });
    expect(choices[0]?.text.split(' ')).toHaveLength(100);
  });

  it('embeds in base64 for the official client', async () => {
    const { data } = await double.client().embeddings.create({ model: 'double', input: ['a', 'b'] });
    expect(data.map(({ embedding }) => embedding.length)).toEqual([64, 64]);
    expect(Math.hypot(...(data[0]?.embedding ?? []))).toBeCloseTo(1, 5);
  });

  it('refuses as vLLM does', async () => {
    const outcome = (body: object): Promise<unknown> =>
      double
        .client()
        .chat.completions.create({ ...chat, ...body })
        .catch((error: unknown) => error);
    expect(await outcome({ model: 'other' })).toBeInstanceOf(OpenAI.NotFoundError);
    expect(await outcome({ messages: [] })).toMatchObject({ status: 400, param: 'messages' });
    const broken = await fetch(`${double.url}/v1/chat/completions`, { method: 'POST', body: '{' });
    expect([broken.status, (await fetch(`${double.url}/nothing`)).status]).toEqual([400, 404]);
  });

  it('says that it is simulated', async () => {
    const { data } = await double.client().models.list();
    expect(data).toMatchObject([{ id: 'double', simulated: true }]);
    expect(await (await fetch(`${double.url}/version`)).json()).toMatchObject({ simulated: true });
  });

  it('shows what reached it', async () => {
    const answer = await fetch(`${double.url}/echo/a/b?x=1&x=2&status=418`, {
      method: 'PATCH',
      headers: { 'x-tide': 'high' },
      body: 'salt',
    });
    expect(answer.status).toBe(418);
    expect(await answer.json()).toMatchObject({
      method: 'PATCH',
      path: '/echo/a/b',
      query: { x: ['1', '2'], status: ['418'] },
      headers: { 'x-tide': 'high' },
      body: 'salt',
      bodyBytes: 4,
    });
  });

  it('measures its own start', async () => {
    const [, startMs] = await double.says(/start_ms=([\d.]+)/);
    expect(await double.metric('engine_start_seconds')).toBeCloseTo(Number(startMs) / 1000, 3);
  });
});

describe('a double of one sequence', () => {
  let double: Double;

  beforeAll(async () => {
    double = await new Double('--max-num-seqs', '1', '--ttft-ms', '0', '--tokens-per-second', '20').ready();
  });
  afterAll(stopAll);

  it('lets the second caller wait, and stops when the first hangs up', async () => {
    const stream = await double.client().chat.completions.create({
      ...chat,
      model: 'engine-double',
      max_completion_tokens: 10_000,
      stream: true,
    });
    await stream[Symbol.asyncIterator]().next();
    const second = double
      .client()
      .chat.completions.create({ ...chat, model: 'engine-double', max_completion_tokens: 1 });
    await eventually(async () => (await double.metric('vllm:num_requests_waiting')) === 1);
    expect(await double.metric('vllm:num_requests_running')).toBe(1);
    stream.controller.abort();
    expect((await second).usage?.completion_tokens).toBe(1);
    const aborted = 'vllm:request_success_total{model_name="engine-double",finished_reason="abort"}';
    expect(await double.metric(aborted)).toBe(1);
    expect(await double.metric('vllm:num_requests_running')).toBe(0);
  });

  it('finishes what it has begun when it is told to stop', async () => {
    const answer = double
      .client()
      .chat.completions.create({ ...chat, model: 'engine-double', max_completion_tokens: 5 });
    await eventually(async () => (await double.metric('vllm:num_requests_running')) === 1);
    double.child.kill('SIGTERM');
    expect((await answer).usage?.completion_tokens).toBe(5);
    expect(await double.exited).toBe(0);
  });
});

describe('a double that is told to fail', () => {
  afterEach(stopAll);

  const ending = async (...args: string[]): Promise<[number | null, string]> => {
    const double = new Double(...args);
    return [await double.exited, double.output];
  };
  const ask = (double: Double): Promise<unknown> =>
    double.client().completions.create({ model: 'engine-double', prompt: 'a', max_tokens: 1 });

  it('ends with 2 and a sentence on flags that it does not know', async () => {
    expect(await ending('--no-such', '1')).toEqual([2, 'engine-double: unknown flag --no-such\n']);
  });

  it('only looks at its flags when that is asked', async () => {
    expect(await ending('--tokens', '5', '--check-config')).toEqual([0, '']);
  });

  it('ends with the code of its choice before it has a port', async () => {
    const [code, output] = await ending('--crash-on-start', '7');
    expect([code, output]).toEqual([
      7,
      expect.stringMatching(/^RuntimeError: engine core initialization failed/),
    ]);
  });

  it('runs out of memory at the start or on the first request', async () => {
    const line = /^torch\.OutOfMemoryError: CUDA out of memory\./m;
    expect(await ending('--out-of-memory', 'start')).toEqual([1, expect.stringMatching(line)]);
    const double = await new Double('--out-of-memory', 'request').ready();
    await expect(ask(double)).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
    expect([await double.exited, double.output]).toEqual([1, expect.stringMatching(line)]);
  });

  it('dies after a time', async () => {
    const [code, output] = await ending('--crash-after-ms', '50');
    expect([code, output]).toEqual([1, expect.stringMatching(/engine core died after 50 ms/)]);
  });

  it('answers so many requests and dies of the next', async () => {
    const double = await new Double('--crash-after-requests', '1', '--ttft-ms', '0').ready();
    await ask(double);
    await expect(ask(double)).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
    expect(await double.exited).toBe(1);
  });

  it('answers so many requests and then nothing at all', async () => {
    const double = await new Double('--hang-after-requests', '1', '--ttft-ms', '0').ready();
    await ask(double);
    const silence = (path: string, method: string): Promise<unknown> =>
      fetch(`${double.url}${path}`, { method, signal: AbortSignal.timeout(200) });
    await expect(silence('/v1/completions', 'POST')).rejects.toThrow('timeout');
    await expect(silence('/health', 'GET')).rejects.toThrow('timeout');
    expect(double.child.exitCode).toBeNull();
  });

  it('ends as programs do that do not understand their command line', async () => {
    expect(await ending('--bad-arguments')).toEqual([
      2,
      expect.stringMatching(/^usage: engine-double[^]*engine-double: error: argument --max-model-len/),
    ]);
  });

  it('ends as engines do that may not have their model', async () => {
    const [code, output] = await ending('--gated-model', '--model', 'owner/locked');
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/gated repo[^]*Access to model owner\/locked is restricted/),
    ]);
  });

  it('dies with the code of its choice', async () => {
    expect((await ending('--crash-after-ms', '20', '--exit-code', '42'))[0]).toBe(42);
  });

  it('answers exactly the set share of its requests with errors', async () => {
    const double = await new Double(
      '--error-rate',
      '0.25',
      '--ttft-ms',
      '0',
      '--tokens-per-second',
      '0',
    ).ready();
    const outcomes: unknown[] = [];
    for (let n = 0; n < 8; n++)
      outcomes.push(
        await ask(double).then(
          () => 200,
          (error: unknown) => (error as { status?: number }).status,
        ),
      );
    expect(outcomes).toEqual([200, 200, 200, 500, 200, 200, 200, 500]);
    expect((await fetch(`${double.url}/health`)).status).toBe(200);
  });

  it('is never healthy, or not for long', async () => {
    const health = async ({ url }: Double): Promise<number> => (await fetch(`${url}/health`)).status;
    expect(await health(await new Double('--never-healthy').ready())).toBe(503);
    const short = await new Double('--unhealthy-after-ms', '600').ready();
    await eventually(async () => (await health(short)) === 503);
    expect(short.child.exitCode).toBeNull();
  });

  it('refuses what is longer than its context', async () => {
    const double = await new Double('--max-model-len', '10', '--ttft-ms', '0').ready();
    const long = double.client().completions.create({ model: 'engine-double', prompt: 'a b', max_tokens: 9 });
    await expect(long).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('maximum context length is 10 tokens'),
    });
    await ask(double);
    const models = (await (await fetch(`${double.url}/v1/models`)).json()) as { data: unknown[] };
    expect(models.data).toMatchObject([{ max_model_len: 10 }]);
  });

  it('shows a variable of its environment in its lines', async () => {
    const double = await new Double('--print-variable', 'TIDE', '--log-line-every-ms', '5').ready();
    await double.says(/^engine-double environment TIDE=\n[^]*^engine-double log line 2 TIDE=$/m);
  });

  it('never opens its port', async () => {
    const double = new Double('--never-open-port');
    await double.says(/will never open its port/);
    expect(double.child.exitCode).toBeNull();
  });

  it('listens late', async () => {
    const startedMs = performance.now();
    const double = await new Double('--start-ms', '300').ready();
    expect(performance.now() - startedMs).toBeGreaterThan(300);
    expect(await double.metric('engine_start_seconds')).toBeGreaterThan(0.3);
  });

  it('is not healthy for a while', async () => {
    const double = await new Double('--slow-health-ms', '400').ready();
    const health = async (): Promise<number> => (await fetch(`${double.url}/health`)).status;
    expect(await health()).toBe(503);
    await eventually(async () => (await health()) === 200);
  });

  it('writes log lines', async () => {
    const double = await new Double('--log-line-every-ms', '5').ready();
    await double.says(/^engine-double log line 3$/m);
  });
});

describe('a body over the limit', () => {
  afterEach(stopAll);

  it('is refused, also when its length was not said', async () => {
    const double = await new Double().ready();
    const status = await new Promise((resolve, reject) => {
      const upload = request(`${double.url}/v1/completions`, { method: 'POST' }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      upload.once('error', reject);
      for (let chunk = 0; chunk < 17; chunk++) upload.write(Buffer.alloc(1024 * 1024));
      upload.end();
    });
    expect(status).toBe(413);
  });
});
