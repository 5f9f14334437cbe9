import type { Api } from './api.ts';
import { endpointIdOf } from './endpoints.ts';
import { plain, seconds } from './table.ts';

type Decision = Readonly<{ at: string; from: number; to: number; cause: string; text: string }>;

export type Scaling = Readonly<{
  now: Readonly<{
    at: string;
    current: number;
    desired: number;
    text: string;
    formula: string;
    limitedBy: readonly string[];
    mayMoveInSeconds: number | null;
    learned: Readonly<{
      serviceSeconds: number;
      startSeconds: number | null;
      starts: readonly number[];
      gaps: Readonly<{ seen: number }>;
      forecastError: number;
      idlePlan: Readonly<{
        keepSeconds: number;
        fromSeconds: number | null;
        toSeconds: number | null;
      }> | null;
    }> | null;
  }> | null;
  decisions: readonly Decision[];
}>;

export const why = async (api: Api, endpoint: string, decisions: number): Promise<Scaling> =>
  api.call('GET', `/v1/endpoints/${await endpointIdOf(api, endpoint)}/scaling?decisions=${decisions}`);

/** For people: the sentence first, then the figures, then how it came to be. */
export const scalingText = ({ now, decisions }: Scaling): string => {
  const lines = now ? nowLines(now) : ['There is nothing to scale.'];
  const past = decisions.map(({ at, text }) => `${at}  ${text}`);
  return [...lines, '', past.length > 0 ? 'Before:' : 'No decision so far.', ...past, ''].join('\n');
};

const nowLines = (now: NonNullable<Scaling['now']>): string[] => [
  now.text,
  '',
  `${now.current} now, ${now.desired} wanted${now.limitedBy.length > 0 ? `, limited by ${now.limitedBy.join(', ')}` : ''}`,
  now.formula,
  ...(now.mayMoveInSeconds === null
    ? []
    : [`A lower count is possible in ${seconds(now.mayMoveInSeconds)} if nothing new happens.`]),
  ...(now.learned ? learnedLines(now.learned) : []),
];

const learnedLines = ({
  serviceSeconds,
  startSeconds,
  starts,
  gaps,
  forecastError,
  idlePlan,
}: NonNullable<NonNullable<Scaling['now']>['learned']>): string[] => [
  `Learned: an answer takes ${seconds(serviceSeconds)}; ` +
    (startSeconds === null
      ? 'no start measured yet; '
      : `a start ${seconds(startSeconds)} (of the last ${starts.length}); `) +
    `${gaps.seen} pauses; forecasts off by ${plain(100 * forecastError)} %.`,
  ...(idlePlan ? [idleLine(idlePlan)] : []),
];

type IdlePlan = Readonly<{ keepSeconds: number; fromSeconds: number | null; toSeconds: number | null }>;

const idleLine = ({ keepSeconds, fromSeconds, toSeconds }: IdlePlan): string =>
  fromSeconds === null || toSeconds === null
    ? `The last replica stays ${seconds(keepSeconds)} with nothing to do.`
    : `The last replica stays ${seconds(keepSeconds)} with nothing to do, and one is there again from ${seconds(fromSeconds)} to ${seconds(toSeconds)}.`;
