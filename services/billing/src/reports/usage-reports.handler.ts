import { Injectable } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  REPORT_LIMITS,
  type UsageGroup,
  refuse,
  reportQuestions,
} from '@tidegate/contracts';
import type { Queries } from '@tidegate/eventing/nest';
import { Calendar } from '../periods/calendar.ts';
import { type Bucket, bucketsOf, type TimeUnit } from './buckets.ts';
import { cursorOf, placeIn } from './cursor.ts';
import { DetailedUsage, type Wanted } from './detailed-usage.store.ts';
import { type Dimension, dimensionOf, inOrder } from './dimension.ts';
import { type Group, Groups } from './groups.ts';
import { LabelStore } from './label.store.ts';
import type { Span } from './piece.ts';
import { after, groupView, isGroupPlace, windowsOf } from './usage-page.ts';

type Ask = AskOf<typeof reportQuestions.usage>;
type Found = Readonly<{ group: Group; window: Span }>;

/** What was used in a time, by whatever it is divided. */
@Injectable()
export class UsageReports {
  constructor(
    private readonly usage: DetailedUsage,
    private readonly labels: LabelStore,
    private readonly calendar: Calendar,
  ) {}

  report(ask: Ask, nowUs: number): Promise<AnswerOf<typeof reportQuestions.usage>> {
    const dimensions = inOrder(ask.groupBy.flatMap((name) => dimensionOf(name) ?? []));
    const asOfUs = Math.min(nowUs, Math.max(ask.untilUs, ask.fromUs));
    return this.usage.atOnce(async (tx) => {
      const found = await this.#page(tx, { ask, dimensions, nowUs });
      const shown = found.slice(0, ask.limit);
      const last = shown.at(-1);
      return {
        from: isoOf(ask.fromUs),
        until: isoOf(ask.untilUs),
        asOf: isoOf(asOfUs),
        timeZone: this.calendar.timeZone,
        items: await this.#views(
          tx,
          shown.map(({ group }) => group),
          dimensions,
        ),
        nextCursor:
          last && found.length > ask.limit
            ? cursorOf({ fromUs: last.window.fromUs, keys: last.group.keys })
            : null,
      };
    });
  }

  /** One more than are asked for, where there are so many. */
  async #page(
    tx: Queries,
    { ask, dimensions, nowUs }: Readonly<{ ask: Ask; dimensions: readonly Dimension[]; nowUs: number }>,
  ): Promise<Found[]> {
    const place = ask.cursor === null ? null : placeIn(ask.cursor, isGroupPlace(dimensions.length));
    const unit = unitOf(dimensions);
    const span = { fromUs: place?.fromUs ?? ask.fromUs, untilUs: ask.untilUs };
    const found: Found[] = [];
    for (const window of windowsOf(unit, span, this.calendar.timeZone)) {
      const wanted: Wanted = { projectId: ask.projectId, endpointId: ask.endpointId, span: window, nowUs };
      const buckets = unit ? [...bucketsOf(unit, window, this.calendar.timeZone)] : [{ ...window, name: '' }];
      const groups = await this.#fill(tx, { wanted, buckets, groups: new Groups(dimensions, ask.tag) });
      found.push(...after(groups.sorted(), place, window).map((group) => ({ group, window })));
      if (found.length > ask.limit) break;
    }
    return found;
  }

  async #fill(
    tx: Queries,
    { wanted, buckets, groups }: Readonly<{ wanted: Wanted; buckets: readonly Bucket[]; groups: Groups }>,
  ): Promise<Groups> {
    for await (const { lines, labels } of this.usage.pages(tx, wanted)) {
      for (const line of lines) groups.add(line, buckets, labels);
      if (groups.size > REPORT_LIMITS.groups) refuse('usage.too_large', { limit: REPORT_LIMITS.groups });
    }
    return groups;
  }

  async #views(
    tx: Queries,
    groups: readonly Group[],
    dimensions: readonly Dimension[],
  ): Promise<UsageGroup[]> {
    const nth = dimensions.findIndex(({ name }) => name === 'endpoint');
    const ids = nth < 0 ? [] : groups.flatMap(({ keys }) => keys[nth] ?? []);
    const labels = await this.labels.of(tx, [...new Set(ids)]);
    return groups.map((group) => groupView(group, dimensions, labels));
  }
}

const unitOf = (dimensions: readonly Dimension[]): TimeUnit | null => {
  const time = dimensions.find(({ by }) => by === 'time');
  return time?.by === 'time' ? time.name : null;
};

const isoOf = (us: number): string => new Date(us / 1000).toISOString();
