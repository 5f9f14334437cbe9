import { connect } from '@nats-io/transport-node';
import { EVERY_LINE, type LogTailAnswer, type LogTailAsk, SUBJECTS, questions } from '@tidegate/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { type Figures, quantile } from '../benchmark.ts';
import { ENDPOINT, PROJECT, type Place } from './place.ts';

const POLL_MS = 250;

/** From when a line was written to when a follower has it, and to when a search finds it. */
export const measureLatency = async (place: Place, seconds: number): Promise<Figures> => {
  const connection = await connect({ servers: place.natsUrl, token: place.natsToken });
  const ask = async (wanted: Partial<LogTailAsk>): Promise<LogTailAnswer> => {
    const whole = { ...EVERY_LINE, endpointId: ENDPOINT, projectId: PROJECT, limit: 500, ...wanted };
    const reply = await connection.request(questions.logTail.name, JSON.stringify(whole), {
      timeout: 10_000,
    });
    return questions.logTail.answer.parse(reply.json());
  };
  let wake = (): void => undefined;
  connection.subscribe(SUBJECTS.linesStored(ENDPOINT), {
    callback: () => {
      wake();
    },
  });
  const [toTail, toSearch]: [number[], number[]] = [[], []];
  const state = { isOver: false };
  const follow = async (): Promise<void> => {
    for (let { cursor } = await ask({ limit: 1 }); !state.isOver;) {
      const page = await ask({ after: cursor });
      cursor = page.cursor;
      for (const { text } of page.lines) toTail.push(Date.now() - Number(text.slice(0, 13)));
      if (page.lines.length === 0)
        await Promise.race([new Promise<void>((resolve) => (wake = resolve)), pause(POLL_MS)]);
    }
  };
  const search = async (): Promise<void> => {
    const startedAt = Date.now();
    while (Date.now() < startedAt + seconds * 1000) {
      // Whatever is written in the tenth of a second that begins now begins like this.
      const prefix = String(Date.now() + 100).slice(0, 11);
      const text = { text: prefix, caseSensitive: true, regex: false };
      const sinceUs = (Date.now() - 60_000) * 1000;
      let lines: LogTailAnswer['lines'] = [];
      while (lines.length === 0 && Date.now() < startedAt + seconds * 1000)
        ({ lines } = await ask({ search: text, sinceUs, limit: 1 }));
      for (const line of lines) toSearch.push(Date.now() - Number(line.text.slice(0, 13)));
    }
  };
  const looking = Promise.all([follow(), search()]);
  await place.write({ linesPerSecond: 500, seconds });
  await pause(1000);
  state.isOver = true;
  await looking;
  await connection.close();
  return {
    lineToTailP50Ms: quantile(toTail, 0.5),
    lineToTailP99Ms: quantile(toTail, 0.99),
    lineToSearchP99Ms: quantile(toSearch, 0.99),
  };
};
