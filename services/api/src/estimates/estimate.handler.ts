import { Injectable } from '@nestjs/common';
import { type EndpointSpec, type FieldProblem, type NodeView, Refusal, questions } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { hardwareOf } from '@tidegate/frameworks';
import { ModelSources } from '../building/model-sources.ts';
import { HardwarePrices } from '../sizing/hardware-prices.handler.ts';
import { type Warning, poolWarnings } from './pool.ts';
import { type Price, priceOf } from './price.ts';

const PAGE = 500;
/** A pool beyond this is judged by its beginning. */
const MOST_PAGES = 20;
/** Advice is not worth waiting for. */
const WITHIN_MS = 1000;

/** What can be told of a configuration before it runs: whether the pool can hold it, what it costs, and whether its model is there. */
@Injectable()
export class Estimates {
  constructor(
    private readonly asker: Asker,
    private readonly prices: HardwarePrices,
    private readonly sources: ModelSources,
  ) {}

  /** Nothing while the scheduler is away: a pool that is not known is no reason to warn. */
  async warnings(spec: EndpointSpec): Promise<Warning[]> {
    const nodes = await this.#nodes();
    return nodes ? poolWarnings(nodes, spec) : [];
  }

  /** By the rates of billing, or by the catalogue while billing is away; null when neither knows the flavour. */
  async price(spec: EndpointSpec, replicas: number): Promise<Price | null> {
    const { id } = spec.hardware;
    const each = (await this.prices.now())[id] ?? hardwareOf(id)?.priceNanoUsdPerHour;
    return each === undefined ? null : priceOf(spec, BigInt(each), replicas);
  }

  /** Only a clear no is a problem. */
  async unreachable(spec: EndpointSpec): Promise<FieldProblem[]> {
    const found = await this.sources.check(spec).catch(() => ({ ok: true }) as const);
    if (found.ok) return [];
    const { message, nextStep } = found.reason;
    return [{ pointer: '/model', message: `${message} ${nextStep}` }];
  }

  /** All that are known; null when nobody answers. */
  async #nodes(): Promise<NodeView[] | null> {
    const found: NodeView[] = [];
    try {
      let cursor: string | null = null;
      for (let page = 0; page < MOST_PAGES; page++) {
        const ask = { limit: PAGE, cursor };
        const answer: Awaited<ReturnType<typeof this.asker.ask<typeof questions.nodes>>> =
          await this.asker.ask(questions.nodes, ask, { timeoutMs: WITHIN_MS });
        found.push(...answer.items);
        cursor = answer.nextCursor;
        if (cursor === null) break;
      }
      return found;
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }
}
