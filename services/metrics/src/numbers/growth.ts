type Last = Readonly<{ total: number; atUs: number }>;

/** A counter that was not told for so long is taken up anew. */
const FORGOTTEN_US = 60_000_000;

/** How fast counters grow from one time they are told to the next. */
export class Growth {
  readonly #last = new Map<string, Last>();

  /**
   * A total that fell began anew: what it shows has been counted since.
   * @returns per second since it was told before; null for the first time, and for what is no later
   */
  perSecond(key: string, total: number, atUs: number): number | null {
    const last = this.#last.get(key);
    if (last && atUs <= last.atUs) return null;
    this.#last.set(key, { total, atUs });
    if (!last || atUs - last.atUs > FORGOTTEN_US) return null;
    const grown = total < last.total ? total : total - last.total;
    return (Math.max(0, grown) * 1e6) / (atUs - last.atUs);
  }

  forgetBefore(us: number): void {
    for (const [key, { atUs }] of this.#last) if (atUs < us) this.#last.delete(key);
  }
}
