import { DateTime, IANAZone } from 'luxon';
import type { Span } from '../metering/span.ts';

/** A month of bills: `2031-02`, from its first moment in the platform's time zone to that of the next. */
export type Month = Span & Readonly<{ period: string }>;

/** More months than a platform lives, and few enough to keep. */
const MOST_KEPT = 4096;

/** The months of one time zone. Lengths of time never come from it, only the moments at which a month begins. */
export class Calendar {
  readonly #kept = new Map<string, Month>();
  #last: Month | undefined;

  constructor(readonly timeZone: string) {
    if (!IANAZone.isValidZone(timeZone)) throw new Error(`there is no time zone ${timeZone}`);
  }

  monthAt(atUs: number): Month {
    if (this.#last && this.#last.fromUs <= atUs && atUs < this.#last.toUs) return this.#last;
    const at = DateTime.fromMillis(Math.floor(atUs / 1000), { zone: this.timeZone });
    let month = this.#month(at.toFormat('yyyy-MM'));
    // Where clocks went back over midnight of the first, an hour says another month than the one it lies in.
    if (atUs < month.fromUs) month = this.#month(at.minus({ days: 2 }).toFormat('yyyy-MM'));
    return (this.#last = month);
  }

  month(period: string): Month {
    const begin = DateTime.fromFormat(period, 'yyyy-MM', { zone: this.timeZone });
    if (!begin.isValid) throw new Error(`${period} is not a month`);
    return this.#month(begin.toFormat('yyyy-MM'));
  }

  /** The moments within a time at which a month begins. */
  beginnings(fromUs: number, toUs: number): number[] {
    const beginnings: number[] = [];
    for (let next = this.monthAt(fromUs).toUs; next < toUs;) {
      beginnings.push(next);
      const month = this.monthAt(next);
      if (month.fromUs !== next)
        throw new Error(`${month.period} does not begin where the month before ends`);
      next = month.toUs;
    }
    return beginnings;
  }

  #month(period: string): Month {
    const known = this.#kept.get(period);
    if (known) return known;
    const begin = DateTime.fromFormat(period, 'yyyy-MM', { zone: this.timeZone });
    const month = { period, fromUs: beginningUs(begin), toUs: beginningUs(begin.plus({ months: 1 })) };
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(period, month);
    return month;
  }
}

/** Of a midnight that comes twice the first: the library takes now the one, now the other. */
const beginningUs = (month: DateTime): number => {
  const begin = month.startOf('month');
  return Math.min(...begin.getPossibleOffsets().map((each) => each.toMillis())) * 1000;
};
