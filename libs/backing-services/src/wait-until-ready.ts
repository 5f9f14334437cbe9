import { setTimeout as pause } from 'node:timers/promises';
import { type Exit, sayExit } from './server-process.ts';

/** What a handshake threw when trying again cannot help: a wrong password, a stranger on the port. */
export class HandshakeRefused extends Error {}

export type Wait = Readonly<{
  name: string;
  /** `tail` is added to what is said of a failure. */
  server: Readonly<{ ended: Exit | undefined; tail: { toString: () => string } }>;
  /** Resolves once the server answers in its own protocol. */
  handshake: () => Promise<void>;
  deadline: number;
}>;

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Resolves when the handshake succeeds; else throws with the server's last lines. */
export const waitUntilReady = async ({ name, server, handshake, deadline }: Wait): Promise<void> => {
  for (;;) {
    const problem = await handshake().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (problem === undefined) return;
    if (server.ended) throw new Error(`${name} ended with ${sayExit(server.ended)}${String(server.tail)}`);
    if (problem instanceof HandshakeRefused)
      throw new Error(`${name} ${problem.message}${String(server.tail)}`);
    if (performance.now() > deadline)
      throw new Error(`${name} does not answer (${describe(problem)})${String(server.tail)}`, {
        cause: problem,
      });
    await pause(20);
  }
};
