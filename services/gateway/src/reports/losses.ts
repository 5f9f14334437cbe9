import type { EventNamed } from '@tidegate/contracts';
import type { AccessRecord } from './access-record.ts';

type Loss = EventNamed<'RequestsRecorded'>['data']['lost'][number];

/** As many as one batch may name. */
const MOST_ENDPOINTS = 1000;

/** Requests of which no record could be kept, by endpoint, so that their owners learn how many there were. */
export class Losses {
  readonly #byEndpoint = new Map<string, Loss>();
  #total = 0;

  note({ projectId, endpointId, atMs }: AccessRecord): void {
    this.#total++;
    const atUs = Math.round(atMs * 1000);
    const loss = this.#byEndpoint.get(endpointId);
    if (loss) {
      loss.requests++;
      loss.fromUs = Math.min(loss.fromUs, atUs);
      loss.untilUs = Math.max(loss.untilUs, atUs);
    } else if (this.#byEndpoint.size < MOST_ENDPOINTS)
      this.#byEndpoint.set(endpointId, { projectId, endpointId, requests: 1, fromUs: atUs, untilUs: atUs });
  }

  /** All there were, also of endpoints beyond those that can be named. */
  get total(): number {
    return this.#total;
  }

  /** Those since this was last asked. */
  take(): Loss[] {
    const losses = [...this.#byEndpoint.values()];
    this.#byEndpoint.clear();
    return losses;
  }
}
