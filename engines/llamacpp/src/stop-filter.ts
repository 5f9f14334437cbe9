/**
 * Lets text through up to the first stop string. What could be the beginning of one is held back until the next
 * pieces decide, so that no part of a stop string is ever streamed.
 */
export class StopFilter {
  private readonly stops: readonly string[];
  private held = '';
  stopped = false;

  constructor(stops: readonly string[]) {
    this.stops = stops.filter((stop) => stop !== '');
  }

  push(piece: string): string {
    if (this.stopped) return '';
    this.held += piece;
    const found = this.stops.map((stop) => this.held.indexOf(stop)).filter((index) => index >= 0);
    if (found.length > 0) {
      this.stopped = true;
      return this.release(Math.min(...found));
    }
    return this.release(this.held.length - this.undecided());
  }

  /** What was held back, when no more comes. */
  flush(): string {
    return this.stopped ? '' : this.release(this.held.length);
  }

  private release(length: number): string {
    const text = this.held.slice(0, length);
    this.held = this.stopped ? '' : this.held.slice(length);
    return text;
  }

  /** The length of the longest end of the text that begins a stop string. */
  private undecided(): number {
    const longest = Math.max(0, ...this.stops.map((stop) => stop.length - 1));
    for (let length = Math.min(longest, this.held.length); length > 0; length--) {
      const end = this.held.slice(-length);
      if (this.stops.some((stop) => stop.startsWith(end))) return length;
    }
    return 0;
  }
}
