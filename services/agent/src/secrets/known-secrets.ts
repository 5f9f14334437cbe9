import { maskSecrets } from '@tidegate/contracts';
import { type Mask, NOTHING_TO_MASK, maskOf } from './mask-values.ts';
import { printable } from '../output/readable-line.ts';

/** How to show what a replica wrote; `awaited`: not before its secrets are known; `lost`: never, since nobody knows them any more. */
export type Redaction = Mask | 'awaited' | 'lost';

/** What must not be seen in what each replica of this node writes. In memory only. */
export class KnownSecrets {
  readonly #redactions = new Map<string, Redaction>();
  #areAllNamed = false;

  of(replicaId: string): Redaction {
    return this.#redactions.get(replicaId) ?? (this.#areAllNamed ? 'lost' : 'awaited');
  }

  know(replicaId: string, values: readonly string[]): void {
    this.#redactions.set(replicaId, values.length === 0 ? NOTHING_TO_MASK : maskOf(values, printable));
  }

  /** An earlier agent has started it, and it has secrets. */
  await(replicaId: string): void {
    this.#redactions.set(replicaId, 'awaited');
  }

  lose(replicaId: string): void {
    this.#redactions.set(replicaId, 'lost');
  }

  forget(replicaId: string): void {
    this.#redactions.delete(replicaId);
  }

  /** Every replica that an earlier agent has left is known or awaited: of any other nothing can be known. */
  allAreNamed(): void {
    this.#areAllNamed = true;
  }

  /** Words of the agent itself about a replica. */
  hide(replicaId: string, words: string): string {
    const redaction = this.of(replicaId);
    return maskSecrets(typeof redaction === 'string' ? words : redaction(words, false));
  }
}
