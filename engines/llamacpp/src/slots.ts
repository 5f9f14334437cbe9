import { queueFull } from './api-error.ts';

interface Waiter<T> {
  readonly grant: (slot: T) => void;
}

/** A fixed set of slots, and a bounded queue of those who wait for one, first come first served. */
export class Slots<T extends object> {
  private readonly free: T[];
  private readonly waiters: Waiter<T>[] = [];
  private readonly total: number;
  private readonly queueLimit: number;

  constructor(slots: readonly T[], queueLimit: number) {
    this.free = [...slots];
    this.total = slots.length;
    this.queueLimit = queueLimit;
  }

  get busy(): number {
    return this.total - this.free.length;
  }

  get waiting(): number {
    return this.waiters.length;
  }

  /**
   * Runs `work` with a slot and gives it back whatever happens.
   * Refuses when the queue is full; rejects with the signal's reason when the caller goes away while it waits.
   */
  async use<R>(signal: AbortSignal, work: (slot: T) => Promise<R>): Promise<R> {
    const slot = this.free.pop() ?? (await this.wait(signal));
    try {
      signal.throwIfAborted();
      return await work(slot);
    } finally {
      this.giveBack(slot);
    }
  }

  private wait(signal: AbortSignal): Promise<T> {
    if (this.waiters.length >= this.queueLimit) return Promise.reject(queueFull());
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const place = this.waiters.indexOf(waiter);
        if (place >= 0) this.waiters.splice(place, 1);
        reject(signal.reason as Error);
      };
      const waiter: Waiter<T> = {
        grant: (slot) => {
          signal.removeEventListener('abort', leave);
          resolve(slot);
        },
      };
      this.waiters.push(waiter);
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
  }

  private giveBack(slot: T): void {
    const next = this.waiters.shift();
    if (next === undefined) this.free.push(slot);
    else next.grant(slot);
  }
}
