import type { EndpointState } from '@tidegate/scaling';
import { EndpointWatch } from './endpoint-watch.ts';

/** What is seen of every endpoint, and what was remembered of those not seen yet. */
export class Watches {
  readonly #watches = new Map<string, EndpointWatch>();
  readonly #remembered = new Map<string, EndpointState>();

  remember(endpointId: string, state: EndpointState): void {
    this.#remembered.set(endpointId, state);
  }

  get(endpointId: string): EndpointWatch | undefined {
    return this.#watches.get(endpointId);
  }

  of(endpointId: string): EndpointWatch {
    const known = this.#watches.get(endpointId);
    if (known) return known;
    const watch = new EndpointWatch(this.#remembered.get(endpointId) ?? null);
    this.#remembered.delete(endpointId);
    this.#watches.set(endpointId, watch);
    return watch;
  }

  /** Drops those of endpoints that are no more; their ids. */
  keepOnly(isKnown: (endpointId: string) => boolean): string[] {
    const gone = [...this.#watches.keys(), ...this.#remembered.keys()].filter((id) => !isKnown(id));
    for (const endpointId of gone) {
      this.#watches.delete(endpointId);
      this.#remembered.delete(endpointId);
    }
    return gone;
  }

  *states(): Generator<Readonly<{ endpointId: string; state: EndpointState }>> {
    for (const [endpointId, { state }] of this.#watches) if (state) yield { endpointId, state };
  }
}
