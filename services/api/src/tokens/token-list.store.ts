import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ProjectEvent, RateLimits, Scope } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Clock, Db, EventStore } from '@tidegate/eventing/nest';
import { type Token, isOpen, token } from './token.ts';
import { TokenUses } from '../token-uses/token-uses.store.ts';
import { tokenIdIn } from './token-text.ts';

export type TokenRow = Readonly<{
  id: string;
  project_id: string;
  name: string;
  scopes: Scope[];
  secret_sha256: string;
  expires_at: Date | null;
  limits: RateLimits;
  revoked_at: Date | null;
  created_at: Date;
  created_position: number;
  last_used_at: Date | null;
}>;
export type OpenToken = Readonly<{
  id: string;
  name: string;
  projectId: string;
  scopes: Scope[];
  expiresAt: string | null;
}>;

@Injectable()
export class TokenList {
  constructor(
    private readonly db: Db,
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly uses: TokenUses,
  ) {}

  /** The token that a text is, when it opens anything now. A token that the list does not show yet is looked up in the log. */
  async opening(text: string): Promise<OpenToken | undefined> {
    const id = tokenIdIn(text);
    if (!id) return undefined;
    const token = await this.standing(id);
    if (!token || !timingSafeEqual(sha256(text), Buffer.from(token.secretSha256, 'hex'))) return undefined;
    this.used(id);
    return token;
  }

  /** The token of this id, if it opens anything now: for whoever need not show it again. */
  async standing(id: string): Promise<(OpenToken & Readonly<{ secretSha256: string }>) | undefined> {
    const row = await this.find(id);
    const state = row ? stateOf(row) : await this.#fromLog(id);
    if (!isOpen(state, this.clock.nowUs() / 1000)) return undefined;
    const { name, projectId, scopes, expiresAt, secretSha256 } = state;
    return { id, name, projectId, scopes, expiresAt, secretSha256 };
  }

  used(id: string): void {
    this.uses.note(id, this.clock.nowUs());
  }

  async find(id: string): Promise<TokenRow | undefined> {
    const [row] = await this.db.query<TokenRow>(sql`
      select t.*, u.last_used_at from token_list t left join token_uses u on u.token_id = t.id where t.id = ${id}`);
    return row;
  }

  /** Newest first, the revoked ones among them. */
  page(projectId: string, before: number | null, limit: number): Promise<TokenRow[]> {
    return this.db.query<TokenRow>(sql`
      select t.*, u.last_used_at from token_list t left join token_uses u on u.token_id = t.id
      where project_id = ${projectId} and (${before}::bigint is null or created_position < ${before})
      order by created_position desc limit ${limit}`);
  }

  /** Every token that a project ever had, by the log: a list may not show the newest yet. */
  async issuedIn(projectId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(sql`
      select stream_id as id from es.events
      where tenant_id = ${projectId} and type = 'TokenIssued' order by position`);
    return rows.map(({ id }) => id);
  }

  async #fromLog(id: string): Promise<Token> {
    const { events } = await this.store.read<Extract<ProjectEvent, { type: `Token${string}` }>>(id);
    return events.reduce<Token>(token.evolve, token.initial);
  }
}

const stateOf = (row: TokenRow): Token => ({
  status: row.revoked_at ? 'revoked' : 'issued',
  tokenId: row.id,
  projectId: row.project_id,
  name: row.name,
  scopes: row.scopes,
  secretSha256: row.secret_sha256,
  expiresAt: row.expires_at?.toISOString() ?? null,
  limits: row.limits,
});

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
