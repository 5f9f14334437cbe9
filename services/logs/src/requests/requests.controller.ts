import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, questions } from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { type Place, cursorOf, groupCursorOf, groupPlaceIn, placeIn } from './place.ts';
import { RequestHours } from './request-hours.store.ts';
import { RequestReader } from './request-reader.store.ts';
import { hourView, notRecordedView, requestView } from './request-views.ts';
import type { RequestRow } from './stored.ts';

/** One answer must fit one message on the bus, which takes a MiB. */
const ANSWER_BYTES = 640 * 1024;
/** What a request takes in an answer besides its path. */
const ROW_BYTES = 900;

@Controller()
export class Requests {
  constructor(
    private readonly reader: RequestReader,
    private readonly hours: RequestHours,
  ) {}

  @Answers(questions.requests)
  async list({
    cursor,
    ...wanted
  }: AskOf<typeof questions.requests>): Promise<AnswerOf<typeof questions.requests>> {
    const place = cursor === null ? null : placeIn(cursor);
    const { rows, end } = await this.reader.before(place, wanted);
    const shown = rows.slice(0, fitting(rows));
    const last = shown.at(-1);
    const next: Place | null =
      last && shown.length < rows.length ? { atUs: last.at_us, number: last.number } : end;
    // They are told with the first page, and not over and over again.
    const losses = place === null ? await this.hours.losses(wanted) : [];
    return {
      items: shown.map(requestView),
      nextCursor: next && cursorOf(next),
      notRecorded: losses.map(notRecordedView),
    };
  }

  @Answers(questions.requestHours)
  async hourly({
    cursor,
    ...wanted
  }: AskOf<typeof questions.requestHours>): Promise<AnswerOf<typeof questions.requestHours>> {
    const place = cursor === null ? null : groupPlaceIn(cursor);
    const { by, endpointId, limit } = wanted;
    const rows = await this.hours.after(place, { ...wanted, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const losses = place === null ? await this.hours.losses(wanted) : [];
    return {
      items: shown.map((row) => hourView(row, by, endpointId)),
      nextCursor:
        last && rows.length > limit ? groupCursorOf({ hourUs: last.hour_us, group: last.grouped }) : null,
      notRecorded: losses.map(notRecordedView),
    };
  }
}

/** How many of the rows fit one answer, one at least. */
const fitting = (rows: readonly RequestRow[]): number => {
  let bytes = 0;
  // In the answer a character of a path takes two bytes at most: what needs more is not in a request line.
  const first = rows.findIndex(
    ({ path, request_id: id }) => (bytes += ROW_BYTES + 2 * (path.length + id.length)) > ANSWER_BYTES,
  );
  return first < 0 ? rows.length : Math.max(1, first);
};
