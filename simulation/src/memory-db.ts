import type { Sql } from '@tidegate/eventing';
import type { Db, Queries, Tx } from '@tidegate/eventing/nest';
import type { Host } from './host.ts';
import { SECOND_US } from './virtual-time.ts';

/** The server gives up a transaction whose client says nothing for so long. */
const IDLE_LIMIT_US = 30 * SECOND_US;

/** A transaction, or the database itself: what a store in memory writes through. */
export class MemorySession implements Tx {
  readonly #undo: (() => void)[] = [];
  readonly #afterwards: (() => void)[] = [];
  isOver = false;

  query<Row>({ text }: Sql): Promise<Row[]> {
    throw new Error(`there is no SQL here: ${text}`);
  }

  afterCommit(then: () => void): void {
    this.#afterwards.push(then);
  }

  /** @throws after its end, as a connection would that the server has closed */
  wrote(undo: () => void): void {
    this.check();
    this.#undo.push(undo);
  }

  check(): void {
    if (this.isOver) throw new Error('the transaction is over');
  }

  commit(): void {
    this.check();
    this.isOver = true;
    for (const then of this.#afterwards) then();
  }

  rollback(): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const undo of this.#undo.toReversed()) undo();
  }
}

/** Rows by key, whose changes go when the transaction that made them does. */
export class Table<Row> {
  readonly #rows = new Map<string, Row>();

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  values(): MapIterator<Row> {
    return this.#rows.values();
  }

  entries(): MapIterator<[string, Row]> {
    return this.#rows.entries();
  }

  set(tx: Queries, key: string, row: Row): void {
    const before = this.#rows.get(key);
    if (tx instanceof MemorySession)
      tx.wrote(() => {
        if (before === undefined) this.#rows.delete(key);
        else this.#rows.set(key, before);
      });
    this.#rows.set(key, row);
  }

  change(tx: Queries, key: string, change: Partial<Row>): boolean {
    const row = this.#rows.get(key);
    if (row === undefined) return false;
    this.set(tx, key, { ...row, ...change });
    return true;
  }

  delete(tx: Queries, key: string): void {
    const before = this.#rows.get(key);
    if (before === undefined) return;
    // Where it stood in the order of the rows is nobody's business: whoever cares about an order sorts.
    if (tx instanceof MemorySession)
      tx.wrote(() => {
        this.#rows.set(key, before);
      });
    this.#rows.delete(key);
  }
}

/** One transaction at a time: every one that matters here begins by locking the same row. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is this one's turn, with what ends the turn. */
  async take(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#last = promise;
    await before;
    return () => {
      resolve(undefined);
    };
  }
}

/** The database as one process sees it. */
export class MemoryDb {
  constructor(
    private readonly host: Host,
    private readonly turns: Turns,
  ) {}

  asDb(): Db {
    return this as unknown as Db;
  }

  query<Row>({ text }: Sql): Promise<Row[]> {
    throw new Error(`there is no SQL here: ${text}`);
  }

  /** Rolled back when the process dies in it, and when it hangs for too long. */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const { life } = this.host;
    const end = await this.turns.take();
    const session = new MemorySession();
    const giveUp = (): void => {
      session.rollback();
      end();
    };
    if (this.host.life !== life) {
      giveUp();
      return new Promise<never>(() => undefined);
    }
    const forget = this.host.onEnd(giveUp);
    const calm = this.host.time.after(IDLE_LIMIT_US, () => {
      if (!session.isOver) giveUp();
    });
    try {
      const result = await work(session);
      session.commit();
      return result;
    } catch (error) {
      session.rollback();
      throw error;
    } finally {
      calm();
      forget();
      end();
    }
  }
}
