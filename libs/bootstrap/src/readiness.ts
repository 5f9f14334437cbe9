import { Injectable } from '@nestjs/common';

/** Who must be ready before this process may get work. Each part says it for itself. */
@Injectable()
export class Readiness {
  readonly #parts = new Map<string, () => boolean>();
  readonly #spared = new Set<string>();

  register(name: string, isReady: () => boolean): void {
    this.#parts.set(name, isReady);
  }

  /** This service does its work without that part: its state is shown, and does not make the service unready. */
  servesWithout(name: string): void {
    this.#spared.add(name);
  }

  /** All parts that this service needs are ready. */
  get isReady(): boolean {
    return [...this.#parts].every(([name, isReady]) => this.#spared.has(name) || isReady());
  }

  /** Each part and whether it is ready. */
  state(): Record<string, boolean> {
    return Object.fromEntries([...this.#parts].map(([name, isReady]) => [name, isReady()]));
  }
}
