/** What a line takes on its way besides its text. */
const FRAME_BYTES = 100;
/** Of what may be written at once, a part this large is on top for what is wanted most. */
const RESERVE_SHARE = 1 / 4;

/**
 * How many bytes a second are let through, with credit for quiet times up to `burstBytes`. Who writes without end uses up that
 * credit and not the reserve beyond it: an error is still heard in a flood.
 */
export class LineAllowance {
  readonly #reserve: number;
  #credit: number;
  #atUs = -Infinity;

  constructor(
    private readonly bytesPerSecond: number,
    private readonly burstBytes: number,
  ) {
    this.#reserve = burstBytes * RESERVE_SHARE;
    this.#credit = burstBytes + this.#reserve;
  }

  /**
   * @param atUs when the line was written; one that is older than the one before it earns nothing
   * @param isUrgent it may take of the reserve
   */
  take(bytes: number, atUs: number, isUrgent: boolean): boolean {
    const seconds = Math.max(0, atUs - this.#atUs) / 1_000_000;
    this.#atUs = Math.max(this.#atUs, atUs);
    this.#credit = Math.min(this.burstBytes + this.#reserve, this.#credit + seconds * this.bytesPerSecond);
    const left = this.#credit - bytes - FRAME_BYTES;
    if (left < (isUrgent ? 0 : this.#reserve)) return false;
    this.#credit = left;
    return true;
  }
}
