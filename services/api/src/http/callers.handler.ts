import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ProjectId, SCOPES, refuse } from '@tidegate/contracts';
import { causeOf } from '@tidegate/eventing';
import { ProjectList } from '../projects/project-list.store.ts';
import { SessionStore } from '../sessions/sessions.store.ts';
import { TokenList } from '../tokens/token-list.store.ts';
import type { Caller } from './caller.ts';
import { API_SETTINGS, type ApiSettings } from './settings.ts';

/** What a request says about who sends it, whatever the protocol. */
export type Credentials = Readonly<{
  authorization: string | undefined;
  /** The secret of a browser’s session; it counts where no token comes along. */
  session?: string | undefined;
  /** The project an operator wants to act in. */
  project: string | string[] | undefined;
  requestId: string;
}>;

type Known = Pick<Caller, 'kind' | 'actor' | 'projectId' | 'scopes' | 'expiresAt' | 'session'>;

/** The one place where a token becomes a caller. */
@Injectable()
export class Callers {
  readonly #operator: Buffer;
  readonly #mark: string;

  constructor(
    private readonly tokens: TokenList,
    private readonly projects: ProjectList,
    private readonly sessions: SessionStore,
    @Inject(API_SETTINGS) settings: ApiSettings,
  ) {
    this.#operator = sha256(settings.operatorToken);
    this.#mark = operatorMark(settings);
  }

  /** @throws Refusal token.missing, token.invalid, session.ended, project.not_found */
  async from({ authorization, session, project, requestId }: Credentials): Promise<Caller> {
    const known =
      authorization === undefined && session !== undefined
        ? await this.#inSession(session, project)
        : await this.#known(authorization, project);
    const cause = causeOf({ commandId: randomUUID(), actor: known.actor, requestId });
    return { ...known, requestId, cause };
  }

  #known(authorization: string | undefined, project: Credentials['project']): Promise<Known> {
    if (!authorization) return refuse('token.missing');
    const [, text] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
    if (!text) return refuse('token.invalid');
    // Both sides are hashed first, so that the comparison takes the same time whatever was sent.
    const isOperator = timingSafeEqual(sha256(text), this.#operator);
    return isOperator ? this.#operatorIn(project) : this.#holderOf(text);
  }

  /** A session grants what its token grants now, and ends with it. */
  async #inSession(secret: string, chosen: Credentials['project']): Promise<Known> {
    const session = (await this.sessions.opened(secret)) ?? refuse('session.ended');
    if (session.actor === 'operator') {
      if (session.operatorMark !== this.#mark) refuse('session.ended');
      const known = await this.#operatorIn(chosen ?? (await this.#stillThere(session.projectId)));
      return { ...known, expiresAt: session.endsAt.toISOString(), session };
    }
    const token = (await this.tokens.standing(session.actor)) ?? refuse('session.ended');
    this.tokens.used(token.id);
    const { id, projectId, scopes, expiresAt } = token;
    const endsAt = earlierOf(expiresAt, session.endsAt.toISOString());
    return { kind: 'token', actor: id, projectId, scopes, expiresAt: endsAt, session };
  }

  /** The project that a session is in may be deleted, and its holder need not be locked out for that. */
  async #stillThere(projectId: string | null): Promise<string | undefined> {
    return projectId !== null && (await this.projects.find(projectId)) ? projectId : undefined;
  }

  async #operatorIn(chosen: Credentials['project']): Promise<Known> {
    const operator = { kind: 'operator', actor: 'operator', scopes: SCOPES, expiresAt: null } as const;
    if (chosen === undefined || chosen === '') return { ...operator, projectId: null };
    const projectId = ProjectId.safeParse(chosen).data;
    if (!projectId || !(await this.projects.find(projectId)))
      return refuse('project.not_found', { projectId: String(chosen).slice(0, 100) });
    return { ...operator, projectId };
  }

  async #holderOf(text: string): Promise<Known> {
    const token = (await this.tokens.opening(text)) ?? refuse('token.invalid');
    const { id, projectId, scopes, expiresAt } = token;
    return { kind: 'token', actor: id, projectId, scopes, expiresAt };
  }
}

/** Both in the one form of ISO 8601 that is sorted by time. */
const earlierOf = (one: string | null, other: string): string => (one !== null && one < other ? one : other);

/** What stands for the operator’s token where it must be known again, and tells nothing of it. */
export const operatorMark = ({ secretKey, operatorToken }: ApiSettings): string =>
  createHmac('sha256', secretKey).update(`operator session\n${operatorToken}`).digest('hex');

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
