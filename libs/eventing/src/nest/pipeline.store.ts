import type pg from 'pg';
import type { Sql } from '../sql.ts';

/** Statements on their way at once. */
const WINDOW = 1000;
/** A projection has few texts; one that makes them up is not prepared without bound. */
const MOST_PREPARED = 200;

/** Many small statements over one connection, sent without waiting for each answer. */
export class Pipeline {
  readonly #names = new Map<string, string>();

  /** @param client one that was made with `pipeline: true` and is nobody else's */
  constructor(private readonly client: pg.Client) {}

  async query<Row>(statement: Sql): Promise<Row[]> {
    return (await this.#send(statement)).rows as Row[];
  }

  /** All in order. @throws as the first one that failed */
  async run(statements: readonly Sql[]): Promise<void> {
    for (let i = 0; i < statements.length; i += WINDOW) {
      const sent = statements.slice(i, i + WINDOW).map((statement) => this.#send(statement));
      const failure = (await Promise.allSettled(sent)).find(({ status }) => status === 'rejected');
      if (failure?.status === 'rejected') throw failure.reason;
    }
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.client.query('begin');
    try {
      const result = await work();
      await this.client.query('commit');
      return result;
    } catch (error) {
      await this.client.query('rollback').catch(() => undefined);
      throw error;
    }
  }

  #send({ text, values }: Sql): Promise<pg.QueryResult> {
    const name = values.length > 0 ? this.#nameOf(text) : undefined;
    return this.client.query({ text, values: [...values], ...(name !== undefined && { name }) });
  }

  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MOST_PREPARED) return known;
    const name = `p${String(this.#names.size)}`;
    this.#names.set(text, name);
    return name;
  }
}
