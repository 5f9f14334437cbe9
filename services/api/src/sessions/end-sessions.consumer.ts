import { causedBy } from '@tidegate/eventing';
import { Consumer, type EventOf, On } from '@tidegate/eventing/nest';
import { InferenceTokens } from './inference-tokens.handler.ts';
import { SessionStore } from './sessions.store.ts';

/** A session ends with its token, and what it gave out ends with it. The guard looks at the token at each request anyway. */
@Consumer('api.end-sessions')
export class EndSessions {
  constructor(
    private readonly sessions: SessionStore,
    private readonly inference: InferenceTokens,
  ) {}

  @On('TokenRevoked')
  async endAll(event: EventOf<'TokenRevoked'>): Promise<void> {
    for (const id of await this.sessions.idsOf(event.data.tokenId)) {
      await this.inference.revokeAll(id, ({ tokenId }) => causedBy(event, tokenId));
      await this.sessions.end(id);
    }
  }
}
