import type { EventNamed } from '@tidegate/contracts';

type Said = Pick<EventNamed<'MetricSampled'>['data'], 'endpointId' | 'source' | 'metrics'>;

/** One decision has hardly more causes that anybody would follow. */
const MOST = 8;

/** Whose requests wait for a replica, by their W3C trace contexts: what is decided because of them is part of their traces. */
export class Callers {
  readonly #waiting = new Map<string, Map<string, string>>();

  /** A gateway names one of those that wait there; nobody once none does. */
  hear({ endpointId, source, metrics }: Said, traceparent: string | undefined): void {
    const known = this.#waiting.get(endpointId);
    if (traceparent !== undefined && (metrics['waiting'] ?? 0) > 0) {
      if (!known) this.#waiting.set(endpointId, new Map([[source, traceparent]]));
      else if (known.size < MOST || known.has(source)) known.set(source, traceparent);
      return;
    }
    if (known?.delete(source) === true && known.size === 0) this.#waiting.delete(endpointId);
  }

  of(endpointId: string): readonly string[] {
    return [...(this.#waiting.get(endpointId)?.values() ?? [])];
  }
}
