import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ProjectId, SCOPES, refuse } from '@tidegate/contracts';
import { causeOf } from '@tidegate/eventing';
import { ProjectList } from '../projects/project-list.store.ts';
import { TokenList } from '../tokens/token-list.store.ts';
import type { Caller } from './caller.ts';
import { API_SETTINGS, type ApiSettings } from './settings.ts';

/** What a request says about who sends it, whatever the protocol. */
export type Credentials = Readonly<{
  authorization: string | undefined;
  /** The project an operator wants to act in. */
  project: string | string[] | undefined;
  requestId: string;
}>;

type Known = Pick<Caller, 'kind' | 'actor' | 'projectId' | 'scopes' | 'expiresAt'>;

/** The one place where a token becomes a caller. */
@Injectable()
export class Callers {
  readonly #operator: Buffer;

  constructor(
    private readonly tokens: TokenList,
    private readonly projects: ProjectList,
    @Inject(API_SETTINGS) settings: ApiSettings,
  ) {
    this.#operator = sha256(settings.operatorToken);
  }

  /** @throws Refusal token.missing, token.invalid, project.not_found */
  async from({ authorization, project, requestId }: Credentials): Promise<Caller> {
    const known = await this.#known(authorization, project);
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

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
