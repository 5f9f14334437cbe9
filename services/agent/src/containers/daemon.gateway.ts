import { Logger } from '@nestjs/common';
import Docker from 'dockerode';
import { setTimeout as pause } from 'node:timers/promises';
import { backOffMs } from '../sync/back-off.ts';

/** A question that is not a stream or a wait. */
const ANSWER_WITHIN_MS = 30_000;
const AWAY = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EACCES',
  'ECONNABORTED',
]);

/** HTTP status of a daemon's refusal; null when it was none. */
export const statusOf = (error: unknown): number | null =>
  (error as { statusCode?: number } | null)?.statusCode ?? null;

/** What a daemon said when it refused, else what went wrong. */
export const wordsOf = (error: unknown): string => {
  const { json, message } = error as Error & { json?: { message?: string } };
  return (json?.message ?? message).replaceAll(/\s+/g, ' ').trim().slice(0, 500);
};

/** Nobody answered: the daemon is being restarted, or is too busy. It may do so later. */
export const isAway = (error: unknown): boolean => {
  const status = statusOf(error);
  if (status !== null) return status === 503;
  const { code, message, name } = error as NodeJS.ErrnoException;
  return AWAY.has(code ?? '') || name === 'TimeoutError' || /socket hang up|aborted/i.test(message);
};

/** As much of it as is called here. */
type Modem = Readonly<{
  dial: (
    request: Readonly<Record<string, unknown>>,
    then: (error: Error | null, stream: NodeJS.ReadableStream) => void,
  ) => void;
}>;

/** A client does not always hear that its connection has ended: there is a limit that does not depend on it. */
const answered = async <T>(
  question: (abortSignal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> => {
  const limit = new AbortController();
  const end = (): void => {
    limit.abort(signal.reason);
  };
  const timer = setTimeout(() => {
    limit.abort(new DOMException('the Docker daemon does not answer', 'TimeoutError'));
  }, ANSWER_WITHIN_MS);
  signal.addEventListener('abort', end, { once: true });
  try {
    signal.throwIfAborted();
    const late = new Promise<never>((_, reject) => {
      limit.signal.addEventListener('abort', () => {
        reject(limit.signal.reason as Error);
      });
    });
    return await Promise.race([question(limit.signal), late]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
};

/** The Docker daemon of this machine. */
export class Daemon {
  readonly docker: Docker;
  readonly #log = new Logger('docker');
  #isAway = false;

  constructor(private readonly socketPath: string) {
    this.docker = new Docker({ socketPath });
  }

  /**
   * Asks, and while the daemon is away asks again, until it answers or the signal says to stop. What is asked must be
   * right to be asked twice: the first question may have been heard.
   * @throws what the daemon refused; the signal's reason
   */
  async ask<T>(question: (abortSignal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let failures = 1; ; failures++)
      try {
        const answer = await answered(question, signal);
        this.#isAway = false;
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        if (!isAway(error)) throw error;
        this.awaits(error);
        await pause(backOffMs(failures, Math.random()), undefined, { signal });
      }
  }

  /**
   * Resolves when a container does not run. As a stream, since a client that waits for a whole answer does not hear that the
   * connection has ended within it.
   * @throws what the daemon refused, or that it has gone away
   */
  async waitFor(containerId: string, signal: AbortSignal): Promise<void> {
    const modem = this.docker.modem as unknown as Modem;
    const answer = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
      modem.dial(
        {
          path: `/containers/${containerId}/wait?`,
          method: 'POST',
          options: { condition: 'not-running' },
          isStream: true,
          abortSignal: signal,
          statusCodes: { 200: true, 404: 'no such container', 500: 'server error' },
        },
        (error, stream) => {
          if (error) reject(error);
          else resolve(stream);
        },
      );
    });
    for await (const chunk of answer) if (chunk.length > 0) signal.throwIfAborted();
  }

  /** Said once for each time it goes away. */
  awaits(error: unknown): void {
    if (this.#isAway) return;
    this.#isAway = true;
    this.#log.warn(
      { event: 'docker.away', socket: this.socketPath, error: wordsOf(error) },
      'the Docker daemon does not answer; it is asked again',
    );
  }
}
