import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';

/** As many tokens are remembered between two writes; of more, a use is forgotten, and the next one is seen. */
const MOST = 20_000;

/** When tokens were used. Noted in memory, so that no request waits for it, and written now and then for all of them. */
@Injectable()
export class TokenUses {
  readonly #noted = new Map<string, number>();

  constructor(private readonly db: Db) {}

  note(tokenId: string, atUs: number): void {
    if (this.#noted.size < MOST || this.#noted.has(tokenId)) this.#noted.set(tokenId, atUs);
  }

  /** Writes what was noted since the last time; what cannot be written is kept for the next. */
  async write(): Promise<void> {
    const uses = [...this.#noted];
    if (uses.length === 0) return;
    this.#noted.clear();
    try {
      await this.#save(uses);
    } catch (error) {
      for (const [tokenId, atUs] of uses) if (!this.#noted.has(tokenId)) this.note(tokenId, atUs);
      throw error;
    }
  }

  async #save(uses: readonly (readonly [string, number])[]): Promise<void> {
    const ids = uses.map(([tokenId]) => tokenId);
    const seconds = uses.map(([, atUs]) => atUs / 1e6);
    await this.db.query(sql`
      insert into token_uses as u (token_id, last_used_at)
      select id, to_timestamp(second) from unnest(${ids}::text[], ${seconds}::float8[]) as used (id, second)
      on conflict (token_id) do update set last_used_at = greatest(u.last_used_at, excluded.last_used_at)`);
  }
}
