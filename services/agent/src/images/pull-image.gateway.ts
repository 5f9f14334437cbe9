import { context } from '@opentelemetry/api';
import { SpanKind, inSpan } from '@tidegate/eventing/nest';
import { setTimeout as pause } from 'node:timers/promises';
import { type Daemon, isAway } from '../containers/daemon.gateway.ts';
import type { ContainerLaunch } from '../drivers/launch.ts';
import { NotLaunchable } from '../launching/not-launchable.ts';
import { backOffMs } from '../sync/back-off.ts';
import type { ImageAccess } from './image-access.store.ts';
import { isPinned, registryOf, withTag } from './image-reference.ts';
import { type PullFailure, type PullProblem, pullProblem } from './pull-problem.ts';
import { NO_PROGRESS, type PullProgress, PullLine, progressWords, withLine } from './pull-progress.ts';

export type Wanted = Pick<ContainerLaunch, 'image' | 'credentials'>;
export type Pulling = Readonly<{ signal: AbortSignal; say: (words: string) => void }>;

const MOST_TRIES = 5;
const SAID_EVERY_MS = 5000;
/** A daemon says something of each layer all the time. */
const STALLED_AFTER_MS = 120_000;
const LONGEST_LINE = 1024 * 1024;

/** Sees to it that an image is on the node, for somebody who may have it. */
export class PullImage {
  constructor(
    private readonly daemon: Daemon,
    private readonly access: ImageAccess,
  ) {}

  /**
   * Asks the registry unless the node has the image, it cannot have changed, and these credentials have brought it before.
   * @throws NotLaunchable `image_pull_failed`; the signal's reason
   */
  async bring(wanted: Wanted, pulling: Pulling): Promise<void> {
    const image = withTag(wanted.image);
    const secretId = wanted.credentials?.secretId ?? null;
    const isUsable = this.access.isProven(image, secretId) && (await this.#isHere(image, pulling.signal));
    if (isUsable && isPinned(image)) return;
    const problem = await inSpan(
      {
        name: 'image pull',
        kind: SpanKind.CLIENT,
        parent: context.active(),
        attributes: { 'container.image.name': image },
      },
      () => this.#fetch({ ...wanted, image }, pulling, isUsable ? 1 : MOST_TRIES),
    );
    if (!problem) this.access.prove(image, secretId);
    else if (isUsable && problem.isPassing)
      pulling.say(`uses the image that is on this node: ${problem.sentence}`);
    else throw new NotLaunchable('image_pull_failed', problem.sentence);
  }

  /** @returns what went wrong last, if it did not go well in the end */
  async #fetch(wanted: Wanted, pulling: Pulling, mostTries: number): Promise<PullProblem | undefined> {
    const { signal, say } = pulling;
    for (let tries = 1; ; tries++) {
      // While there is no daemon nothing is tried.
      await this.daemon.ask(() => this.daemon.docker.ping(), signal);
      const problem = await this.#try(wanted, pulling);
      if (!problem) return undefined;
      signal.throwIfAborted();
      if (!problem.isPassing || tries >= mostTries) return problem;
      say(`${problem.sentence}; asks again`);
      await pause(backOffMs(tries + 3, Math.random()), undefined, { signal });
    }
  }

  #isHere(image: string, signal: AbortSignal): Promise<boolean> {
    const found = this.daemon.docker.getImage(image);
    return this.daemon
      .ask(() => found.inspect(), signal)
      .then(
        () => true,
        () => {
          signal.throwIfAborted();
          return false;
        },
      );
  }

  /** @returns what went wrong, if anything */
  async #try({ image, credentials }: Wanted, { signal, say }: Pulling): Promise<PullProblem | undefined> {
    const stall = new AbortController();
    const beganMs = performance.now();
    say(`fetches the image ${image}`);
    try {
      const { username, password } = credentials ?? {};
      const options = {
        abortSignal: AbortSignal.any([signal, stall.signal]),
        ...(credentials && { authconfig: { username, password, serveraddress: registryOf(image) } }),
      };
      const stream = await this.daemon.docker.pull(image, options);
      await followed(stream, stall, said(say));
      say(`has the image after ${((performance.now() - beganMs) / 1000).toFixed(1)} s`);
      return undefined;
    } catch (error) {
      if (stall.signal.aborted) return pullProblem(image, { status: null, message: 'it stopped coming' });
      if (isAway(error)) return { sentence: 'the Docker daemon went away meanwhile', isPassing: true };
      return pullProblem(image, failureOf(error));
    }
  }
}

class PullRefused extends Error {}

const failureOf = (error: unknown): PullFailure => {
  const { statusCode, json, message } = error as Error & { statusCode?: number; json?: { message?: string } };
  return { status: statusCode ?? null, message: json?.message ?? message };
};

/** Tells how far it has come, but not more often than somebody would read it. */
const said = (say: Pulling['say']): ((progress: PullProgress) => void) => {
  let [lastMs, lastWords] = [performance.now(), ''];
  return (progress) => {
    if (performance.now() - lastMs < SAID_EVERY_MS || progress.size === 0) return;
    const words = progressWords(progress);
    if (words !== lastWords) say(`fetches the image: ${words}`);
    [lastMs, lastWords] = [performance.now(), words];
  };
};

/** Reads a pull's answer to its end, which alone says that it is done. */
const followed = async (
  stream: NodeJS.ReadableStream,
  stall: AbortController,
  tell: (progress: PullProgress) => void,
): Promise<void> => {
  let progress = NO_PROGRESS;
  const stalled = setTimeout(() => {
    stall.abort();
  }, STALLED_AFTER_MS);
  try {
    for await (const text of linesOf(stream)) {
      stalled.refresh();
      const line = PullLine.parse(JSON.parse(text));
      if (line.error !== undefined) throw new PullRefused(line.error);
      progress = withLine(progress, line);
      tell(progress);
    }
  } finally {
    clearTimeout(stalled);
  }
};

async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of stream) {
    rest += chunk.toString();
    if (rest.length > LONGEST_LINE) throw new Error('a line of the progress has no end');
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line.trim() !== '');
  }
  if (rest.trim() !== '') yield rest;
}
