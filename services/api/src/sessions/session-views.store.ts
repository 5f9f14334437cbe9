import { Injectable } from '@nestjs/common';
import type { Caller } from '../http/caller.ts';
import { roleOf } from '../tokens/roles.ts';
import { TokenList } from '../tokens/token-list.store.ts';
import type { Session } from './session.ts';
import type { SessionView } from './session-view.ts';
import { SessionStore } from './sessions.store.ts';

/** What a browser is told of its session. */
@Injectable()
export class SessionViews {
  constructor(
    private readonly tokens: TokenList,
    private readonly sessions: SessionStore,
  ) {}

  async of(caller: Caller, session: Session): Promise<SessionView> {
    const { kind, actor, projectId, scopes } = caller;
    const token = kind === 'token' ? await this.tokens.standing(actor) : undefined;
    return {
      kind,
      actor,
      name: token?.name ?? null,
      projectId,
      scopes: [...scopes],
      role: kind === 'operator' ? 'operator' : roleOf(scopes),
      signedInAt: session.signedInAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
      tokenExpiresAt: token?.expiresAt ?? null,
    };
  }

  /** The operator’s choice stays with the session, so that links need not name it. */
  async chosen(caller: Caller, session: Session, projectId: string | null): Promise<SessionView> {
    await this.sessions.choose(session.id, projectId);
    return this.of({ ...caller, projectId }, session);
  }
}
