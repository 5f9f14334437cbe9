import { Injectable } from '@nestjs/common';

/** Who must be ready before this process may get work. Each part says it for itself. */
@Injectable()
export class Readiness {
  readonly #parts = new Map<string, () => boolean>();

  register(name: string, isReady: () => boolean): void {
    this.#parts.set(name, isReady);
  }

  /** Each part and whether it is ready. */
  state(): Record<string, boolean> {
    return Object.fromEntries([...this.#parts].map(([name, isReady]) => [name, isReady()]));
  }
}
