import { Injectable } from '@nestjs/common';
import { Refusal, questions } from '@tidegate/contracts';
import { Asker, Clock } from '@tidegate/eventing/nest';
import { HARDWARE } from '@tidegate/frameworks';
import { type Rate, rateAt } from '../estimates/price.ts';

type Prices = Readonly<Record<string, number>>;

const PAGE = 500;
const MOST_PAGES = 4;
/** Advice is not worth waiting for. */
const WITHIN_MS = 500;
const REMEMBERED_FOR_MS = 30_000;

/** What hardware costs now, by id: as billing has it; what billing does not know, or while it is away, is missing. */
@Injectable()
export class HardwarePrices {
  #prices: Prices = {};
  #knownUntilMs = -Infinity;
  #asking: Promise<Prices> | undefined;

  constructor(
    private readonly asker: Asker,
    private readonly clock: Clock,
  ) {}

  now(): Promise<Prices> {
    const nowMs = this.clock.monotonicUs() / 1000;
    if (nowMs < this.#knownUntilMs) return Promise.resolve(this.#prices);
    this.#asking ??= this.#ask()
      .then((prices) => {
        this.#prices = prices;
        this.#knownUntilMs = nowMs + REMEMBERED_FOR_MS;
        return prices;
      })
      .finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<Prices> {
    const at = new Date(this.clock.nowUs() / 1000).toISOString();
    const rates = await this.#rates();
    const found = HARDWARE.map(({ id }) => [id, rateAt(rates, id, at)] as const);
    return Object.fromEntries(found.flatMap(([id, rate]) => (rate === null ? [] : [[id, Number(rate)]])));
  }

  async #rates(): Promise<Rate[]> {
    const rates: Rate[] = [];
    try {
      let cursor: string | null = null;
      for (let page = 0; page < MOST_PAGES; page++) {
        const ask = { limit: PAGE, cursor };
        const answer: Awaited<ReturnType<typeof this.asker.ask<typeof questions.rates>>> =
          await this.asker.ask(questions.rates, ask, { timeoutMs: WITHIN_MS });
        rates.push(...answer.items);
        cursor = answer.nextCursor;
        if (cursor === null) break;
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    return rates;
  }
}
