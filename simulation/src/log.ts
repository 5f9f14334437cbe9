import type { Event } from '@tidegate/contracts';
import type { Cause } from '@tidegate/eventing';
import type { Appended, EventStore } from '@tidegate/eventing/nest';
import { MemoryEventStore } from '@tidegate/testing';
import type { Host } from './host.ts';

/** The one log of a world, which tells whoever follows it that it has grown. */
export class SharedLog extends MemoryEventStore {
  readonly #followers: (() => void)[] = [];

  constructor(private readonly nowUs: () => number) {
    super();
  }

  onGrowth(then: () => void): void {
    this.#followers.push(then);
  }

  override async append(
    streamId: string,
    expected: number | 'any',
    events: readonly Event[],
    cause: Cause,
  ): Promise<Appended> {
    this.now = new Date(Math.floor(this.nowUs() / 1000));
    const appended = await super.append(streamId, expected, events, cause);
    if (appended.outcome === 'ok') for (const then of this.#followers) then();
    return appended;
  }
}

/** The log as a process reaches it: a word to it takes time, and so does its answer; a dead process gets none. */
export const reachedBy = (log: SharedLog, host: Host, delayUs: () => number): EventStore => {
  const far: Pick<EventStore, 'read' | 'append'> = {
    read: (streamId, after) => log.read(streamId, after),
    append: async (...what) => {
      await host.wait(delayUs());
      const said = await log.append(...what).then(
        (appended) => ({ appended }),
        (error: unknown) => ({ error }),
      );
      await host.wait(delayUs());
      if ('error' in said) throw said.error;
      return said.appended;
    },
  };
  return far as EventStore;
};
