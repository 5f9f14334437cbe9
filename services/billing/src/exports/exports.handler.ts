import { Injectable } from '@nestjs/common';
import type { AnswerOf, AskOf, reportQuestions } from '@tidegate/contracts';
import type { Queries } from '@tidegate/eventing/nest';
import { Calendar } from '../periods/calendar.ts';
import { cursorOf, placeIn } from '../reports/cursor.ts';
import { DetailedUsage, type DetailedPage } from '../reports/detailed-usage.store.ts';
import type { Bucket } from '../reports/buckets.ts';
import { headOf, partsOf } from './export-parts.ts';
import { type ExportPlace, isExportPlace } from './export-place.ts';
import { FocusPart } from './focus-part.ts';
import { FocusMonths } from './focus-months.handler.ts';
import { linesText } from './line-record.ts';

type Ask = AskOf<typeof reportQuestions.export>;
type Answer = AnswerOf<typeof reportQuestions.export>;

/** A part is done when it has so many characters, or took so long: the next one goes on from there. */
const ENOUGH_CHARACTERS = 256 * 1024;
const ENOUGH_MS = 2000;

type Writing = Readonly<{ ask: Ask; place: ExportPlace; text: string }>;

/** Writes exports part by part: each is read anew, so that nobody holds anything while a client reads slowly. */
@Injectable()
export class Exports {
  constructor(
    private readonly usage: DetailedUsage,
    private readonly months: FocusMonths,
    private readonly calendar: Calendar,
  ) {}

  async next(ask: Ask, nowUs: number): Promise<Answer> {
    const place: ExportPlace =
      ask.cursor === null
        ? { asOfUs: nowUs, fromUs: ask.fromUs, upTo: null, told: '0' }
        : placeIn(ask.cursor, isExportPlace);
    const text = ask.cursor === null ? headOf(ask.format) : '';
    return this.usage.atOnce((tx) => this.#write(tx, { ask, place, text }));
  }

  async #write(tx: Queries, { ask, place, text: head }: Writing): Promise<Answer> {
    const until = performance.now() + ENOUGH_MS;
    let [text, { upTo, told }] = [head, place];
    const { asOfUs } = place;
    const span = { fromUs: place.fromUs, untilUs: ask.untilUs };
    for (const part of partsOf(ask.format, span, this.calendar.timeZone)) {
      const writer = await this.#writer(tx, { ask, part, told });
      const wanted = { projectId: ask.projectId, endpointId: ask.endpointId, span: part, nowUs: asOfUs };
      for await (const page of this.usage.pages(tx, wanted, upTo)) {
        text += writer.lines(page);
        told = writer.told;
        if (text.length >= ENOUGH_CHARACTERS || performance.now() > until)
          return { text, nextCursor: cursorOf({ asOfUs, fromUs: part.fromUs, upTo: page.upTo, told }) };
      }
      text += writer.end();
      told = writer.told;
      upTo = null;
    }
    return { text, nextCursor: null };
  }

  async #writer(
    tx: Queries,
    { ask, part, told }: Readonly<{ ask: Ask; part: Bucket; told: string }>,
  ): Promise<Writer> {
    if (ask.format === 'focus') return new FocusPart(await this.months.of(tx, ask, part), part, told);
    const { format } = ask;
    return { told, lines: (page) => linesText(page.lines, part, page.labels, format), end: () => '' };
  }
}

/** What writes one part of the time. */
type Writer = Readonly<{
  told: string;
  lines: (page: Pick<DetailedPage, 'lines' | 'labels'>) => string;
  end: () => string;
}>;
