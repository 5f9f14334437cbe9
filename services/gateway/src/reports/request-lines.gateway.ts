import { Logger } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import type { AccessRecord } from './access-record.ts';
import { Ring } from './ring.ts';
import { type Lines, hasLine } from './which-lines.ts';

/** Between two flushes: whoever wants all lines may have many, failures that come in floods tell nothing new. */
const CAPACITY = { none: 1, failed: 256, all: 16_384 } as const;
/** Written in one go; then other work gets its turn. */
const BATCH = 256;

/** Lines `event: "request"` in the process's own log. A line costs about ten times what a stored record does, so usually only failures have one. */
export class RequestLines {
  readonly #log = new Logger('access');
  readonly #ring: Ring<AccessRecord>;
  readonly #dropped = metrics.getMeter('tidegate').createCounter('tidegate_gateway_access_lines_dropped', {
    description: 'Requests whose line was not written because too many came at once.',
  });
  #rest: NodeJS.Immediate | undefined;

  constructor(private readonly which: Lines) {
    this.#ring = new Ring(CAPACITY[which]);
  }

  push(record: AccessRecord): void {
    if (hasLine(this.which, record)) this.#ring.push(record);
  }

  write(): void {
    if (!this.#rest) this.#go();
  }

  end(): void {
    clearImmediate(this.#rest);
    while (this.#ring.size > 0) this.#batch();
  }

  #go(): void {
    this.#rest = undefined;
    this.#batch();
    if (this.#ring.size > 0)
      this.#rest = setImmediate(() => {
        this.#go();
      });
    const dropped = this.#ring.takeDropped();
    if (dropped === 0) return;
    this.#dropped.add(dropped);
    this.#log.warn({ event: 'access.dropped', dropped }, `${String(dropped)} lines were not written`);
  }

  #batch(): void {
    for (let i = 0; i < BATCH; i++) {
      const record = this.#ring.shift();
      if (!record) return;
      this.#log.log({ event: 'request', ...rounded(record) });
    }
  }
}

/** Hundredths of a millisecond are enough, and keep lines short. */
const rounded = (record: AccessRecord): AccessRecord => ({
  ...record,
  durationMs: Math.round(record.durationMs * 100) / 100,
  firstByteMs: Math.round(record.firstByteMs * 100) / 100,
  queueMs: Math.round(record.queueMs * 100) / 100,
  wakeMs: Math.round(record.wakeMs * 100) / 100,
});
