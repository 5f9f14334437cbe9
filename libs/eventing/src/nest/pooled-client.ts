import pg from 'pg';

/**
 * A connection may end in the moment between the pool handing it out and its taker listening. The query that follows fails
 * then, which is enough: the event itself, heard by nobody, would end the process.
 */
export class PooledClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
