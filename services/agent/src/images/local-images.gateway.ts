import type Docker from 'dockerode';
import { referencesOf } from './local-references.ts';

const ANSWER_WITHIN_MS = 10_000;

/**
 * The references by which a daemon's images can be had without asking a registry, newest image first.
 * @throws when the daemon does not answer
 */
export const localImages = async (docker: Docker, withinMs = ANSWER_WITHIN_MS): Promise<string[]> => {
  const abortSignal = AbortSignal.timeout(withinMs);
  // A client does not always hear that its connection has ended.
  const late = new Promise<never>((_, reject) => {
    abortSignal.addEventListener('abort', () => {
      reject(abortSignal.reason as Error);
    });
  });
  return referencesOf(await Promise.race([docker.listImages({ abortSignal }), late]));
};
