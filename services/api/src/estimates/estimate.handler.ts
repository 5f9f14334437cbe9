import { Injectable, Logger } from '@nestjs/common';
import { type EndpointSpec, type FieldProblem, Refusal, questions } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { hardwareOf } from '@tidegate/frameworks';
import { ModelSources } from '../building/model-sources.ts';
import { HardwarePrices } from '../sizing/hardware-prices.handler.ts';
import {
  type Room,
  type RoomAsk,
  type Warning,
  hasRoom,
  notChecked,
  poolWarnings,
  roomAskOf,
  suspectsIn,
} from './pool.ts';
import { type Price, priceOf } from './price.ts';

type Found = Readonly<{ culprit: string | null; ever: number }>;

/** Advice is not worth waiting for. */
const WITHIN_MS = 1000;

/** What can be told of a configuration before it runs: whether the pool can hold it, what it costs, and whether its model is there. */
@Injectable()
export class Estimates {
  readonly #log = new Logger('estimates');

  constructor(
    private readonly asker: Asker,
    private readonly prices: HardwarePrices,
    private readonly sources: ModelSources,
  ) {}

  /** Never fails: without an answer of the scheduler it says that nothing is known. */
  async warnings(projectId: string, spec: EndpointSpec): Promise<Warning[]> {
    const ask = roomAskOf(projectId, spec);
    const room = await this.#roomFor(ask);
    if (!room) return [notChecked(spec)];
    const culprit = room.nodes === 0 || hasRoom(ask, room) ? null : await this.#culprit(ask, room);
    return poolWarnings(spec, ask, room, culprit);
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

  /** The demand without which more of it would fit: of several the one that counts most. */
  async #culprit(ask: RoomAsk, { ever }: Room): Promise<string | null> {
    const found = await Promise.all(
      suspectsIn(ask).map(async ({ culprit, ask: without }) => ({
        culprit,
        ever: (await this.#roomFor(without))?.ever ?? 0,
      })),
    );
    const best = found.reduce<Found>((most, one) => (one.ever > most.ever ? one : most), {
      culprit: null,
      ever,
    });
    return best.culprit;
  }

  /** Null: nobody answers, or not well. What was asked for may be done already: it does not fail for want of advice. */
  async #roomFor(ask: RoomAsk): Promise<Room | null> {
    try {
      return await this.asker.ask(questions.roomFor, ask, { timeoutMs: WITHIN_MS });
    } catch (error) {
      if (!(error instanceof Refusal))
        this.#log.warn(
          { event: 'room.not_known', error: String(error) },
          'the room in the pool is not known',
        );
      return null;
    }
  }
}
