import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Refusal, refuse } from '@tidegate/contracts';
import { causeOf } from '@tidegate/eventing';
import type { Caller } from '../http/caller.ts';
import { Callers, operatorMark } from '../http/callers.handler.ts';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import { SignInCodes } from '../sign-in-codes/sign-in-codes.store.ts';
import { InferenceTokens } from './inference-tokens.handler.ts';
import type { SignIn } from './session.dto.ts';
import { SessionStore } from './sessions.store.ts';

/** Signing in and out. */
@Injectable()
export class Sessions {
  readonly #log = new Logger('sessions');

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly store: SessionStore,
    private readonly callers: Callers,
    private readonly codes: SignInCodes,
    private readonly inference: InferenceTokens,
    @Inject(API_SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** @throws Refusal token.invalid, session.code_invalid */
  async signIn({ token, code }: SignIn, requestId: string): Promise<{ secret: string; caller: Caller }> {
    const secret = await (code ? this.#byCode(code) : this.#byToken(token ?? '', requestId));
    const caller = await this.callers.from({
      authorization: undefined,
      session: secret,
      project: undefined,
      requestId,
    });
    this.#log.log({ event: 'session.begun', actor: caller.actor, requestId }, 'a browser signed in');
    return { secret, caller };
  }

  /** Who is signed in with this browser; undefined: nobody any more. */
  async present(secret: string, requestId: string): Promise<Caller | undefined> {
    try {
      return await this.callers.from({
        authorization: undefined,
        session: secret,
        project: undefined,
        requestId,
      });
    } catch (error) {
      if (error instanceof Refusal && error.code === 'session.ended') return undefined;
      throw error;
    }
  }

  /** What it gave out for the playground ends with it. */
  async signOut(secret: string, requestId: string): Promise<void> {
    const session = await this.store.opened(secret);
    if (!session) return;
    const { id, actor } = session;
    await this.inference.revokeAll(id, () => causeOf({ commandId: randomUUID(), actor, requestId }));
    await this.store.end(id);
    this.#log.log({ event: 'session.ended', actor, requestId }, 'a browser signed out');
  }

  async #byCode(code: string): Promise<string> {
    const mark = operatorMark(this.settings);
    const invited = await this.codes.take(code);
    if (invited?.operatorMark !== mark) return refuse('session.code_invalid');
    return this.store.begin({ actor: 'operator', ...invited });
  }

  async #byToken(token: string, requestId: string): Promise<string> {
    const authorization = `Bearer ${token.trim()}`;
    const { kind, actor } = await this.callers.from({ authorization, project: undefined, requestId });
    const mark = kind === 'operator' ? operatorMark(this.settings) : null;
    return this.store.begin({ actor, operatorMark: mark, projectId: null });
  }
}
