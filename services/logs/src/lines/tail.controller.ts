import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, type LogLineView, questions, refuse } from '@tidegate/contracts';
import { Answers, Clock } from '@tidegate/eventing/nest';
import { type LineRow, LineStore, type Wanted } from './line.store.ts';

type LogTail = typeof questions.logTail;

@Controller()
export class Tail {
  constructor(
    private readonly store: LineStore,
    private readonly clock: Clock,
  ) {}

  /** The cursor that comes back lies after everything that was looked at, so that a filter cannot make a follower stand still. */
  @Answers(questions.logTail)
  async tail({ after, sinceSeconds, ...ask }: AskOf<LogTail>): Promise<AnswerOf<LogTail>> {
    const sinceUs = sinceSeconds === null ? null : this.clock.nowUs() - sinceSeconds * 1_000_000;
    const wanted: Wanted = { ...ask, sinceUs };
    const { rows, head } = await (after === null
      ? this.store.newest(wanted)
      : this.store.after(cursorIn(after), wanted));
    return { lines: rows.map(viewOf), cursor: String(head) };
  }
}

const cursorIn = (text: string): number => {
  const cursor = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(cursor)
    ? cursor
    : refuse('request.invalid', { count: 1 }, [
        { pointer: '?after', message: 'is not a cursor of this log' },
      ]);
};

const viewOf = ({ cursor, replica_id, sequence, at_us, stream, text }: LineRow): LogLineView => ({
  cursor: String(cursor),
  replicaId: replica_id,
  sequence,
  at: new Date(at_us / 1000).toISOString(),
  stream,
  text,
});
