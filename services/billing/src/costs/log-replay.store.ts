import { Injectable } from '@nestjs/common';
import { EventStore } from '@tidegate/eventing/nest';
import { type BillingFact, type Facts, FACTS } from '../rating/bill.ts';

/** So many positions are read at a time, while what came before is taken. */
const PART = 4000;

/** Reads the facts of bills from the log itself, and from nothing else. */
@Injectable()
export class LogReplay {
  constructor(private readonly store: EventStore) {}

  /** Those after one position, up to another. @returns how many */
  async into(facts: Pick<Facts, 'add'>, after: number, upTo: number): Promise<number> {
    let count = 0;
    let next = this.#part(after, upTo);
    for (let from = after; from < upTo; from += PART) {
      const part = await next;
      next = this.#part(from + PART, upTo);
      for (const fact of part) facts.add(fact);
      count += part.length;
    }
    await next;
    return count;
  }

  /** What a bill asks of a fact is all there. */
  async #part(from: number, upTo: number): Promise<readonly BillingFact[]> {
    if (from >= upTo) return [];
    const range = { after: from, upTo: Math.min(from + PART, upTo), types: FACTS };
    return (await this.store.copyLog(range)) as unknown as readonly BillingFact[];
  }
}
