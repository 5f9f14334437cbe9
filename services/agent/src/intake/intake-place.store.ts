import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Kept = z.object({ key: z.string().regex(/^[0-9a-f]{64}$/), port: z.int().min(0).max(65_535) });

/**
 * Where this agent takes what replicas push, and what lets each of them in. It outlives the agent: replicas that run keep what they
 * were told at their start.
 */
export class IntakePlace {
  readonly #path: string;
  #kept: z.infer<typeof Kept>;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#path = join(folder, 'intake.json');
    this.#kept = this.#read() ?? { key: randomBytes(32).toString('hex'), port: 0 };
  }

  /** The one of before; 0: there is none yet. */
  get port(): number {
    return this.#kept.port;
  }

  keepPort(port: number): void {
    this.#kept = { ...this.#kept, port };
    writeFileSync(`${this.#path}.new`, JSON.stringify(this.#kept), { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
  }

  /** The part of its addresses that nobody guesses. */
  secretOf(replicaId: string): string {
    return createHmac('sha256', Buffer.from(this.#kept.key, 'hex'))
      .update(replicaId)
      .digest('hex')
      .slice(0, 32);
  }

  knows(replicaId: string, secret: string): boolean {
    const [known, told] = [Buffer.from(this.secretOf(replicaId)), Buffer.from(secret)];
    return known.length === told.length && timingSafeEqual(known, told);
  }

  #read(): z.infer<typeof Kept> | undefined {
    try {
      return Kept.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      return undefined;
    }
  }
}
