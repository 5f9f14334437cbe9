import { setTimeout as pause } from 'node:timers/promises';
import { type Platform, eventually } from '../platform.ts';

type Made = { id: string; name: string; isCalled: boolean };
type Act = readonly [upTo: number, act: (life: Life, one: Made) => Promise<void>];

/** Random numbers that are the same for the same seed (mulberry32). */
export const randomOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const MOST_ENDPOINTS = 7;
const ANSWER_WITHIN_MS = 20_000;

/**
 * What owners and callers do all day, in a few minutes: endpoints come, are called, scaled, stopped, started, fail to start and go.
 * While something of the platform is being killed an act may fail; it is then left undone.
 */
export class Life {
  private readonly platform: Platform;
  private readonly model: string;
  private readonly random: () => number;
  private readonly made: Made[] = [];
  private readonly calls = new Set<Promise<void>>();
  private n = 0;
  private isStopped = false;
  acts = 0;
  answered = 0;

  constructor(platform: Platform, model: string, seed: number) {
    this.platform = platform;
    this.model = model;
    this.random = randomOf(seed);
  }

  /** One act after the other until then. */
  async live(untilMs: number): Promise<void> {
    while (performance.now() < untilMs && !this.isStopped) {
      await this.act().then(
        () => this.acts++,
        () => undefined,
      );
      await pause(100 + 500 * this.random());
    }
    await Promise.all(this.calls);
  }

  stop(): void {
    this.isStopped = true;
  }

  /** Everything is deleted or stopped, and nothing runs any more. */
  async end(): Promise<void> {
    for (const { id } of this.made)
      await eventually(async () => {
        await this.platform.ask('POST', `/v1/endpoints/${id}/stop`);
        const { status, body } = await this.platform.ask<{ state?: string }>('GET', `/v1/endpoints/${id}`);
        if (status === 404 || status === 410) return;
        if (!/^(stopped|deleted|build_failed|deploy_failed|runtime_error)$/.test(body.state ?? ''))
          throw new Error(`${id} is ${String(body.state)}`);
      }, 90_000);
  }

  private async act(): Promise<void> {
    const dice = this.random();
    const one = this.made[Math.floor(this.random() * this.made.length)];
    if (!one || (dice < 0.15 && this.made.length < MOST_ENDPOINTS)) await this.create();
    else {
      const [, act] = ACTS.find(([upTo]) => dice < upTo) ?? ACTS[0];
      await act(this, one);
    }
  }

  private async create(): Promise<void> {
    const kind = this.random();
    const name = `life-${String(++this.n)}`;
    const made = await this.platform.create({
      name,
      model: this.model,
      framework: 'engine-double',
      hardware: this.random() < 0.7 ? 'cpu-1x' : 'cpu-2x',
      engineArguments: {
        ttftMs: 50,
        tokensPerSecond: 100,
        // Some never become ready, or end by themselves soon after.
        ...(kind < 0.1 && { crashOnStart: 3 }),
        ...(kind > 0.9 && { crashAfterMs: 5000 }),
      },
      sleepMode: kind > 0.7 && kind < 0.9 ? 'warm' : 'cold',
      scaling: {
        minReplicas: this.random() < 0.4 ? 1 : 0,
        maxReplicas: 3,
        idleTimeoutSeconds: 3 + Math.floor(10 * this.random()),
        rules: [{ metric: 'concurrency', target: 2 }],
      },
    });
    this.made.push({ ...made, isCalled: kind >= 0.1 });
  }

  /** Callers who wait for their answers beside everything else. */
  burst({ name, isCalled }: Made): void {
    if (!isCalled) return;
    const size = 1 + Math.floor(8 * this.random());
    for (let i = 0; i < size && this.calls.size < 40; i++) {
      const call = this.call(name).catch(() => undefined);
      this.calls.add(call);
      void call.then(() => this.calls.delete(call));
    }
  }

  retag(one: Made): Promise<void> {
    return this.change(one, { tags: { team: this.random() < 0.5 ? 'red' : 'blue' } });
  }

  private async call(name: string): Promise<void> {
    const answer = await fetch(`${this.platform.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.platform.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: name, messages: [{ role: 'user', content: 'hello' }], max_tokens: 20 }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await answer.text();
    if (answer.status === 200) this.answered++;
  }

  scale(one: Made): Promise<void> {
    const minReplicas = Math.floor(3 * this.random());
    return this.change(one, { scaling: { minReplicas, maxReplicas: Math.max(1, minReplicas) + 1 } });
  }

  async change({ id }: Made, patch: Record<string, unknown>): Promise<void> {
    const { status } = await this.platform.send('PATCH', `/v1/endpoints/${id}`, {
      body: JSON.stringify(patch),
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    if (status >= 500) throw new Error(String(status));
  }

  async command({ id }: Made, name: string): Promise<void> {
    const { status } = await this.platform.ask('POST', `/v1/endpoints/${id}/${name}`);
    if (status >= 500) throw new Error(String(status));
  }

  async remove(one: Made): Promise<void> {
    const { status } = await this.platform.ask('DELETE', `/v1/endpoints/${one.id}`, { confirm: one.name });
    if (status < 300) this.made.splice(this.made.indexOf(one), 1);
  }
}

/** What happens to an endpoint, and below which number of a die. */
const ACTS: readonly [Act, ...Act[]] = [
  [
    0.55,
    (life, one) => {
      life.burst(one);
      return Promise.resolve();
    },
  ],
  [0.7, (life, one) => life.scale(one)],
  [0.78, (life, one) => life.command(one, 'stop')],
  [0.88, (life, one) => life.command(one, 'start')],
  [0.92, (life, one) => life.command(one, 'restart')],
  [0.96, (life, one) => life.retag(one)],
  [1, (life, one) => life.remove(one)],
];
