import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type FieldProblem, type RateLimits, type Scope, refuse } from '@tidegate/contracts';
import { Clock } from '@tidegate/eventing/nest';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import { type Caller, mustSee } from '../http/caller.ts';
import { pageOf, placeIn } from '../http/cursor.ts';
import { ShownOnce } from '../idempotency/idempotency.handler.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { ProjectList } from '../projects/project-list.store.ts';
import { roleOf, scopesOf } from './roles.ts';
import { IssueToken } from './token.dto.ts';
import { Tokens } from './token.handler.ts';
import { TokenList, type TokenRow } from './token-list.store.ts';
import { IssuedTokenView, TokenView } from './token-view.ts';

/** Strict ISO 8601 still admits weeks and years that no clock shows. */
const expiryProblems = ({ expiresAt }: IssueToken): FieldProblem[] => {
  if (typeof expiresAt !== 'string') return [];
  const at = Date.parse(expiresAt);
  const isTime = at > 0 && at < Date.UTC(10_000, 0);
  return isTime ? [] : [{ pointer: '/expiresAt', message: 'must be a time like 2030-01-31T12:00:00Z' }];
};

/** What it may do is said in one of two ways. */
const rightsProblems = ({ scopes, role }: IssueToken): FieldProblem[] => {
  if (scopes && role) return [{ pointer: '/role', message: 'must be left out when scopes are given' }];
  return scopes || role ? [] : [{ pointer: '/scopes', message: 'must be given, or a role in their place' }];
};
const problemsOf = (wish: IssueToken): FieldProblem[] => [...rightsProblems(wish), ...expiryProblems(wish)];

const rightsOf = ({ scopes, role }: IssueToken): Scope[] => scopes ?? (role ? scopesOf(role) : []);

const limitsOf = (wish: IssueToken['limits']): RateLimits => ({
  requestsPerMinute: wish?.requestsPerMinute ?? null,
  tokensPerMinute: wish?.tokensPerMinute ?? null,
});

@ApiTags('tokens')
@Controller('v1/projects/:projectId/tokens')
export class TokenController {
  constructor(
    private readonly tokens: Tokens,
    private readonly list: TokenList,
    private readonly projects: ProjectList,
    private readonly clock: Clock,
  ) {}

  @Needs('admin')
  @ApiBody({ type: IssueToken })
  @ApiCreatedResponse({ schema: schemaOf(IssuedTokenView) })
  @ShownOnce('token')
  @Post()
  async issue(
    @WhoCalls() caller: Caller,
    @Param('projectId') projectId: string,
    @Body(body(IssueToken, problemsOf)) wish: IssueToken,
  ): Promise<IssuedTokenView> {
    await this.#mustExist(caller, projectId);
    const { name, expiresAt, limits } = wish;
    const scopes = rightsOf(wish);
    const at = expiresAt ? new Date(expiresAt) : null;
    if (at && at.getTime() <= this.clock.nowUs() / 1000)
      refuse('request.invalid', { count: 1 }, [{ pointer: '/expiresAt', message: 'must lie in the future' }]);
    // Nobody gives away more than they have.
    const beyond = scopes.find((scope) => !caller.scopes.includes(scope));
    if (beyond) refuse('token.scope_missing', { scope: beyond });
    const wanted = {
      projectId,
      name,
      scopes,
      expiresAt: at?.toISOString() ?? null,
      limits: limitsOf(limits),
    };
    const { tokenId, text } = await this.tokens.issue(wanted, caller.cause);
    const createdAt = (await this.list.find(tokenId))?.created_at ?? new Date(this.clock.nowUs() / 1000);
    return {
      id: tokenId,
      ...wanted,
      role: roleOf(scopes),
      createdAt: createdAt.toISOString(),
      revokedAt: null,
      lastUsedAt: null,
      token: text,
    };
  }

  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(TokenView) })
  @Get()
  async all(
    @WhoCalls() caller: Caller,
    @Param('projectId') projectId: string,
    @Query(query(PageQuery)) { limit, cursor }: PageQuery,
  ) {
    await this.#mustExist(caller, projectId);
    const rows = await this.list.page(projectId, placeIn(cursor), limit + 1);
    return pageOf(rows, limit, { place: (row) => row.created_position, item: viewOf });
  }

  @Needs('admin')
  @ApiNoContentResponse()
  @HttpCode(204)
  @Delete(':tokenId')
  async revoke(
    @WhoCalls() caller: Caller,
    @Param('projectId') projectId: string,
    @Param('tokenId') tokenId: string,
  ): Promise<void> {
    await this.#mustExist(caller, projectId);
    await this.tokens.revoke(tokenId, projectId, caller.cause);
  }

  async #mustExist(caller: Caller, projectId: string): Promise<void> {
    mustSee(caller, projectId);
    if (!(await this.projects.find(projectId)))
      refuse('project.not_found', { projectId: projectId.slice(0, 100) });
  }
}

const viewOf = (row: TokenRow): TokenView => ({
  id: row.id,
  projectId: row.project_id,
  name: row.name,
  scopes: row.scopes,
  role: roleOf(row.scopes),
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null,
  limits: row.limits,
  revokedAt: row.revoked_at?.toISOString() ?? null,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
});
