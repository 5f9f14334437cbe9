import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { type AskOf, type DesiredReplica, questions, Refusal } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { RegistryCredentials } from '../drivers/launch.ts';
import { NotLaunchable } from '../launching/not-launchable.ts';
import type { Opened } from '../launching/plan-launch.ts';
import type { ReplicaRecord } from '../replicas/replica-record.ts';
import { backOffMs } from '../sync/back-off.ts';
import { KnownSecrets } from './known-secrets.ts';

type Sealed = Pick<
  DesiredReplica,
  'endpointId' | 'replicaId' | 'secrets' | 'image' | 'startupTimeoutSeconds'
> &
  Readonly<{ nodeId: string }>;
type Values = Readonly<Record<string, string>>;

/** How those of its image's registry are spoken of: no variable has such a name. */
const CREDENTIALS = 'image.credentials';

/** Asks for the values behind the ids of a replica's secrets. They are kept in memory, to be masked, and nowhere else. */
@Injectable()
export class OpenSecrets implements BeforeApplicationShutdown {
  readonly #log = new Logger(OpenSecrets.name);
  readonly #stop = new AbortController();

  constructor(
    private readonly asker: Asker,
    private readonly known: KnownSecrets,
  ) {}

  /**
   * The values by the variables that they are for, and those of its image's registry. While nobody answers it is asked again, within the startup timeout.
   * @returns undefined after the signal
   * @throws NotLaunchable when they are gone, or nobody answered in time
   */
  async open(
    { secrets, image, startupTimeoutSeconds, ...whose }: Sealed,
    signal: AbortSignal,
  ): Promise<Opened | undefined> {
    const { replicaId, endpointId, nodeId } = whose;
    const credentialsId = image?.credentials ?? null;
    const ids = { ...secrets, ...(credentialsId !== null && { [CREDENTIALS]: credentialsId }) };
    const names = Object.keys(ids);
    const untilMs = performance.now() + startupTimeoutSeconds * 1000;
    const patience = (): boolean => performance.now() < untilMs;
    const ask = { replicaId, endpointId, nodeId, secretIds: [...new Set(Object.values(ids))] };
    const values = await this.#ask(ask, { signal, patience }).catch((error: unknown) => {
      throw new NotLaunchable('launch_failed', sentence(error, names, startupTimeoutSeconds));
    });
    if (!values) return undefined;
    const missing = Object.entries(ids).find(([, id]) => values[id] === undefined);
    if (missing) throw new NotLaunchable('launch_failed', gone([missing[0]]));
    const credentials = credentialsId === null ? null : credentialsOf(credentialsId, values[credentialsId]);
    this.known.know(replicaId, [...Object.values(values), ...(credentials ? [credentials.password] : [])]);
    const environment = Object.fromEntries(
      Object.entries(secrets).map(([name, id]) => [name, values[id] ?? '']),
    );
    return { environment, credentials };
  }

  /** Of a replica that an earlier agent has started: what it writes is held back until its secrets are known again. */
  adopt({ replicaId, endpointId, nodeId, secretIds }: ReplicaRecord): void {
    if (secretIds.length === 0) {
      this.known.know(replicaId, []);
      return;
    }
    this.known.await(replicaId);
    const patience = (): boolean => this.known.of(replicaId) === 'awaited';
    this.#ask({ replicaId, endpointId, nodeId, secretIds }, { signal: this.#stop.signal, patience }).then(
      (values) => {
        if (values) this.known.know(replicaId, Object.values(values));
      },
      (error: unknown) => {
        this.known.lose(replicaId);
        this.#log.warn(
          { event: 'secrets.lost', replicaId, error: String(error) },
          'lines of a replica are dropped: nobody knows any more what must not be seen in them',
        );
      },
    );
  }

  beforeApplicationShutdown(): void {
    this.#stop.abort();
  }

  /** @throws what was answered, when to ask again would not change it or there is no more patience */
  async #ask(
    ask: AskOf<typeof questions.openSecrets>,
    { signal, patience }: Readonly<{ signal: AbortSignal; patience: () => boolean }>,
  ): Promise<Values | undefined> {
    if (ask.secretIds.length === 0) return {};
    for (let failures = 1; !signal.aborted; failures++)
      try {
        const { values } = await this.asker.ask(questions.openSecrets, ask);
        return values;
      } catch (error) {
        if (isFinal(error) || !patience()) throw error;
        if (failures === 1)
          this.#log.warn(
            { event: 'secrets.awaited', replicaId: ask.replicaId },
            'its secrets cannot be had yet',
          );
        await pause(backOffMs(failures, Math.random()), undefined, { signal }).catch(() => undefined);
      }
    return undefined;
  }
}

const Credentials = z.object({ username: z.string(), password: z.string() });

const credentialsOf = (secretId: string, value: string | undefined): RegistryCredentials => {
  try {
    return { secretId, ...Credentials.parse(JSON.parse(value ?? '')) };
  } catch {
    // What was thrown may quote the value.
    throw new NotLaunchable('image_pull_failed', "the credentials of its image's registry cannot be read");
  }
};

/** A refusal stands; silence and failures of the other side may pass. */
const isFinal = (error: unknown): boolean => error instanceof Refusal && error.code !== 'service.unavailable';

const gone = (names: readonly string[]): string =>
  `a sealed value of this endpoint is gone: set its secrets again (${names.join(', ')})`;

const sentence = (error: unknown, names: readonly string[], seconds: number): string => {
  if (!isFinal(error)) return `its secrets could not be had within ${String(seconds)} s: nobody opened them`;
  const { code, message } = error as Refusal;
  return code === 'secret.not_found' ? gone(names) : `its secrets were not opened: ${message}`;
};
