import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import type { AccessRecord } from './access-record.ts';
import { Ring } from './ring.ts';

const CAPACITY = 16_384;
const EVERY_MS = 200;
/** Written in one go; then other work gets its turn. */
const BATCH = 256;

/** One line per request, written beside the request path: when lines come faster than they are written, some are dropped and counted. */
@Injectable()
export class AccessLog implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('access');
  readonly #ring = new Ring<AccessRecord>(CAPACITY);
  readonly #durations = metrics.getMeter('tidegate').createHistogram('tidegate_gateway_request_seconds', {
    description: 'From the head of a request to the last byte of its answer.',
    advice: { explicitBucketBoundaries: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300] },
  });
  readonly #dropped = metrics.getMeter('tidegate').createCounter('tidegate_gateway_access_lines_dropped', {
    description: 'Requests whose line was not written because too many came at once.',
  });
  #timer: NodeJS.Timeout | undefined;
  #rest: NodeJS.Immediate | undefined;

  push(record: AccessRecord): void {
    this.#ring.push(record);
    this.#durations.record(record.durationMs / 1000, {
      outcome: record.outcome,
      status: classOf(record.status),
    });
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      if (!this.#rest) this.#write();
    }, EVERY_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
    clearImmediate(this.#rest);
    while (this.#ring.size > 0) this.#batch();
  }

  #write(): void {
    this.#rest = undefined;
    this.#batch();
    if (this.#ring.size > 0)
      this.#rest = setImmediate(() => {
        this.#write();
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

const CLASSES = ['none', '1xx', '2xx', '3xx', '4xx', '5xx'];
const classOf = (status: number): string => CLASSES[Math.floor(status / 100)] ?? 'none';
