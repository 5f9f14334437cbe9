import { Body, Controller, Header, Inject, Post } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { refuse } from '@tidegate/contracts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { parseBody } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { operatorMark } from '../http/callers.handler.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import { ShownOnce } from '../idempotency/idempotency.handler.ts';
import { ProjectList } from '../projects/project-list.store.ts';
import { SignInCodeView } from '../sessions/session-view.ts';
import { MakeSignInCode } from './sign-in-code.dto.ts';
import { SignInCodes } from './sign-in-codes.store.ts';

@ApiTags('sessions')
@Controller('v1/sign-in-codes')
export class SignInCodeController {
  constructor(
    private readonly codes: SignInCodes,
    private readonly projects: ProjectList,
    @Inject(API_SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** A link that signs a browser in as the operator, once. */
  @Needs('operator')
  @ApiBody({ type: MakeSignInCode, required: false })
  @ApiCreatedResponse({ schema: schemaOf(SignInCodeView) })
  @Header('cache-control', 'no-store')
  @ShownOnce('code', 'path')
  @Post()
  async make(@WhoCalls() caller: Caller, @Body() wish: unknown): Promise<SignInCodeView> {
    const projectId = parseBody(MakeSignInCode, wish ?? {}).projectId ?? caller.projectId;
    if (projectId !== null && !(await this.projects.find(projectId)))
      return refuse('project.not_found', { projectId });
    const { code, expiresAt } = await this.codes.make({
      operatorMark: operatorMark(this.settings),
      projectId,
    });
    return { code, path: `/?code=${code}`, expiresAt: expiresAt.toISOString() };
  }
}
