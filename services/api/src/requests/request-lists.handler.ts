import { Injectable } from '@nestjs/common';
import { type AskOf, questions } from '@tidegate/contracts';
import { Asker, Clock } from '@tidegate/eventing/nest';
import type { z } from 'zod';
import { type RequestHourPage, type RequestPage, withName } from './request-views.ts';
import type { ExportQuery, HourlyQuery, RequestQuery } from './request.dto.ts';
import { TokenNames } from './token-names.store.ts';
import { filtersIn, hoursIn } from './wanted.ts';

type Whose = Readonly<{ projectId: string; endpointId: string }>;

/** A search among many requests takes longer than other questions. */
const TIMEOUT_MS = 10_000;

/** Asks for requests as a caller wants them, and puts the names of tokens beside their ids. */
@Injectable()
export class RequestLists {
  constructor(
    private readonly asker: Asker,
    private readonly names: TokenNames,
    private readonly clock: Clock,
  ) {}

  async page(whose: Whose, query: RequestQuery): Promise<z.infer<typeof RequestPage>> {
    const ask = { ...(await this.filters(whose, query)), limit: query.limit, cursor: query.cursor ?? null };
    const { items, ...rest } = await this.asker.ask(questions.requests, ask, { timeoutMs: TIMEOUT_MS });
    return { items: await this.#named(whose.projectId, items), ...rest };
  }

  /** @param endpointId null: of the whole project */
  async hours(
    { projectId, endpointId }: Readonly<{ projectId: string; endpointId: string | null }>,
    query: HourlyQuery,
  ): Promise<z.infer<typeof RequestHourPage>> {
    const { by, limit, cursor = null } = query;
    const times = hoursIn(query, this.clock.nowUs());
    const ask = { projectId, endpointId, by, limit, cursor, ...times };
    const { items, ...rest } = await this.asker.ask(questions.requestHours, ask, { timeoutMs: TIMEOUT_MS });
    return { items: await this.#named(projectId, items), ...rest };
  }

  /** @throws Refusal request.invalid for a token that the project never had */
  async filters(
    whose: Whose,
    query: RequestQuery | ExportQuery,
  ): Promise<Omit<AskOf<typeof questions.requests>, 'limit' | 'cursor'>> {
    const { token } = query;
    const tokenIds = token === undefined ? null : await this.names.called(whose.projectId, token);
    return filtersIn(query, { ...whose, tokenIds });
  }

  async #named<Item extends Readonly<{ tokenId: string | null }>>(
    projectId: string,
    items: readonly Item[],
  ): Promise<(Item & { tokenName: string | null })[]> {
    const names = await this.names.of(
      projectId,
      items.map(({ tokenId }) => tokenId),
    );
    return items.map(withName(names));
  }
}
