import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AckPolicy, DeliverPolicy, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { Platform } from '../platform.ts';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../../examples/billing-subscriber/subscriber.ts', import.meta.url));
const CONSUMER = 'billing-outside';
const ANSWER_WITHIN_MS = 60_000;

/** The example of somebody else’s billing system, as a process beside the platform. */
export class Subscriber {
  private readonly environment: NodeJS.ProcessEnv;
  private child: ChildProcess | undefined;

  private constructor(environment: NodeJS.ProcessEnv) {
    this.environment = environment;
  }

  static async start(platform: Platform): Promise<Subscriber> {
    const { NATS_URL, NATS_TOKEN } = await platform.connections();
    const connection = await connect({ servers: NATS_URL, token: NATS_TOKEN });
    const manager = await jetstreamManager(connection);
    await manager.consumers.add('LOG', {
      durable_name: CONSUMER,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
    });
    await connection.close();
    const subscriber = new Subscriber({
      ...process.env,
      NATS_URL,
      NATS_TOKEN,
      TIDEGATE_URL: platform.url,
      TIDEGATE_TOKEN: platform.token,
      CONSUMER,
      FACTS_FILE: join(platform.home, 'facts.ndjson'),
    });
    subscriber.spawn();
    return subscriber;
  }

  /** Killed with whatever it has in its hands, and begun anew. */
  async restart(): Promise<void> {
    await this.stop();
    this.spawn();
  }

  /** What it computes, less what the platform says. */
  async differenceNanoUsd(): Promise<string> {
    await this.stop();
    // It ends with 1 when there is a difference: what it says tells how large that is.
    const once = run(process.execPath, [PROGRAM, '--once'], {
      env: this.environment,
      timeout: ANSWER_WITHIN_MS,
    });
    const { stdout } = await once.catch((error: unknown) => error as { stdout: string });
    const said = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { differenceNanoUsd: string };
    return said.differenceNanoUsd;
  }

  async stop(): Promise<void> {
    const child = this.child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  private spawn(): void {
    this.child = spawn(process.execPath, [PROGRAM], { env: this.environment, stdio: 'ignore' });
    // Without a bus it ends: it is begun anew, as whatever runs it would.
    this.child.once('exit', (code) => {
      if (code !== null)
        setTimeout(() => {
          this.spawn();
        }, 500).unref();
    });
  }
}
