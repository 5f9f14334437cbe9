import { type RequestColumns, maskSecrets } from '@tidegate/contracts';
import { arrayOf, quoted } from './array-literal.ts';

/** Columns of `requests` as Postgres arrays. */
export type Rows = Readonly<
  Record<'atUs' | keyof Omit<RequestColumns, 'count' | 'fromMs' | 'sinceMs' | 'words'>, string>
>;

/** When each of a batch arrived. A gateway whose clock is ahead is not believed: nothing arrives later than now. */
export const arrivalsOf = ({ fromMs, sinceMs }: RequestColumns, nowUs: number): number[] =>
  sinceMs.map((ms) => Math.min((fromMs + ms) * 1000, nowUs));

/** The rows at some places of a batch. What repeats is quoted once; secrets in paths are masked by their shape. */
export const rowsOf = (batch: RequestColumns, atUs: readonly number[], places: readonly number[]): Rows => {
  const words = batch.words.map(quoted);
  const paths = new Map<number, string>();
  const pathOf = (word: number): string => {
    let path = paths.get(word);
    if (path === undefined) paths.set(word, (path = quoted(maskSecrets(batch.words[word] ?? ''))));
    return path;
  };
  const numbers = (column: readonly number[]): string => arrayOf(places.map((n) => column[n] ?? 0));
  const texts = (column: readonly number[]): string =>
    arrayOf(places.map((n) => words[column[n] ?? 0] ?? ''));
  const owns = (column: readonly string[]): string => arrayOf(places.map((n) => quoted(column[n] ?? '')));
  return {
    atUs: numbers(atUs),
    projectId: texts(batch.projectId),
    endpointId: texts(batch.endpointId),
    requestId: owns(batch.requestId),
    method: texts(batch.method),
    path: arrayOf(places.map((n) => pathOf(batch.path[n] ?? 0))),
    outcome: texts(batch.outcome),
    code: texts(batch.code),
    clientAddress: texts(batch.clientAddress),
    tokenId: texts(batch.tokenId),
    replicaId: texts(batch.replicaId),
    traceId: owns(batch.traceId),
    status: numbers(batch.status),
    bytesIn: numbers(batch.bytesIn),
    bytesOut: numbers(batch.bytesOut),
    durationUs: numbers(batch.durationUs),
    firstByteUs: numbers(batch.firstByteUs),
    queueUs: numbers(batch.queueUs),
    wakeUs: numbers(batch.wakeUs),
    attempts: numbers(batch.attempts),
    promptTokens: numbers(batch.promptTokens),
    completionTokens: numbers(batch.completionTokens),
    flags: numbers(batch.flags),
  };
};
