import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { NO_LIMITS, refuse } from '@tidegate/contracts';
import { type Cause, causeOf } from '@tidegate/eventing';
import type { Caller } from '../http/caller.ts';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import { Tokens } from '../tokens/token.handler.ts';
import { TokenList } from '../tokens/token-list.store.ts';
import { tokenText } from '../tokens/token-text.ts';
import { type SessionToken, SessionTokens } from './session-tokens.store.ts';
import type { Session } from './session.ts';

const MOST = 20;

/** Which browser wants a token, on whose behalf, and for which project. */
type Asked = Readonly<{
  session: Session;
  /** Of the session, as the browser showed it. */
  secret: string;
  projectId: string;
  caller: Pick<Caller, 'actor' | 'requestId' | 'expiresAt'>;
}>;
type Given = SessionToken & Readonly<{ text: string }>;

/**
 * Tokens with which a signed-in browser calls the gateway: for minutes, and for nothing else. Their text is derived from the
 * session’s secret, which only the browser has; so the same one is given again as long as it lasts, and none is kept.
 */
@Injectable()
export class InferenceTokens {
  constructor(
    private readonly own: SessionTokens,
    private readonly tokens: Tokens,
    private readonly list: TokenList,
    @Inject(API_SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** @throws Refusal session.too_many_tokens */
  async give(asked: Asked): Promise<Given> {
    const { session, projectId } = asked;
    const others = (await this.own.living(session.id)).filter((token) => token.projectId !== projectId);
    if (others.length >= MOST) refuse('session.too_many_tokens', { most: MOST });
    return (
      (await this.#one(asked)) ??
      (await this.#one(asked)) ??
      refuse('service.unavailable', { service: 'api' })
    );
  }

  /** All that a session has, when it ends. */
  async revokeAll(sessionId: string, causeOfOne: (token: SessionToken) => Cause): Promise<void> {
    for (const token of await this.own.living(sessionId))
      if (await this.list.standing(token.tokenId))
        await this.tokens.revoke(token.tokenId, token.projectId, causeOfOne(token));
  }

  /** Undefined: somebody has revoked the one that was there. */
  async #one(asked: Asked): Promise<Given | undefined> {
    const { session, projectId, caller } = asked;
    const place = await this.own.placeFor({
      sessionId: session.id,
      projectId,
      noLaterThan: caller.expiresAt,
    });
    const text = this.#textOf(asked.secret, place);
    if (!(await this.list.standing(place.tokenId))) await this.#issue(asked, place, text);
    if (await this.list.standing(place.tokenId)) return { ...place, text };
    await this.own.forget(session.id, place);
    return undefined;
  }

  #textOf(secret: string, { tokenId }: SessionToken): string {
    const derived = createHmac('sha256', this.settings.secretKey)
      .update(`inference token\n${secret}\n${tokenId}`)
      .digest('base64url');
    return tokenText(tokenId, derived);
  }

  /** The same command for all that ask at once: it is done once. */
  async #issue({ caller }: Asked, place: SessionToken, text: string): Promise<void> {
    const { actor, requestId } = caller;
    const wanted = {
      projectId: place.projectId,
      name: 'console playground',
      scopes: ['invoke' as const],
      expiresAt: place.expiresAt.toISOString(),
      limits: NO_LIMITS,
    };
    await this.tokens.issue(wanted, causeOf({ commandId: place.commandId, actor, requestId }), text);
  }
}
