/**
 * Whether somebody who did not answer is asked again. After a failure nobody asks for a while; then one does, and the
 * others wait for what comes of it.
 */
export class Circuit {
  #openUntilMs = -Infinity;

  constructor(private readonly pauseMs: number) {}

  /** May be asked now. Whoever is told so after a pause is the only one, until it says what came of it. */
  mayAsk(nowMs: number): boolean {
    if (this.#openUntilMs === -Infinity) return true;
    if (nowMs < this.#openUntilMs) return false;
    this.#openUntilMs = nowMs + this.pauseMs;
    return true;
  }

  /** @returns whether it was well until now */
  failed(nowMs: number): boolean {
    const wasWell = this.#openUntilMs === -Infinity;
    this.#openUntilMs = nowMs + this.pauseMs;
    return wasWell;
  }

  answered(): void {
    this.#openUntilMs = -Infinity;
  }
}
