import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type RateLimits, type Scope, refuse } from '@tidegate/contracts';
import { type Cause, deriveId } from '@tidegate/eventing';
import { EventStore, Handles } from '@tidegate/eventing/nest';
import { ReadModels } from '../http/read-model.store.ts';
import { token } from './token.ts';
import { tokenList } from './token-list.projection.ts';
import { tokenText } from './token-text.ts';

type Wanted = Readonly<{
  projectId: string;
  name: string;
  scopes: Scope[];
  expiresAt: string | null;
  limits: RateLimits;
}>;

@Injectable()
export class Tokens extends Handles(token) {
  constructor(
    store: EventStore,
    private readonly readModels: ReadModels,
  ) {
    super(store);
  }

  /**
   * The text is null when this very command had issued the token before: its secret was not kept.
   * @param given the token’s text, where it is derived from something that only its holder has
   */
  async issue(
    wanted: Wanted,
    cause: Cause,
    given?: string,
  ): Promise<{ tokenId: string; text: string | null }> {
    const tokenId = deriveId('token', cause.commandId);
    const text = given ?? tokenText(tokenId, randomBytes(32).toString('base64url'));
    const secretSha256 = createHash('sha256').update(text).digest('hex');
    const { state, position } = await this.handle(
      tokenId,
      { type: 'IssueToken', facts: { tokenId, ...wanted, secretSha256 } },
      cause,
    );
    await this.readModels.reached(tokenList.name, position);
    return { tokenId, text: state.status !== 'absent' && state.secretSha256 === secretSha256 ? text : null };
  }

  async revoke(tokenId: string, projectId: string, cause: Cause): Promise<void> {
    if (!/^tok-[0-9a-f]{12}$/.test(tokenId)) refuse('token.not_found', { tokenId: tokenId.slice(0, 100) });
    const { position } = await this.handle(tokenId, { type: 'RevokeToken', tokenId, projectId }, cause);
    await this.readModels.reached(tokenList.name, position);
  }
}
