import { Body, Controller, Delete, Get, Header, HttpCode, Patch, Post, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { refuse } from '@tidegate/contracts';
import { type CallerRequest, Needs, WhoCalls } from '../http/auth.guard.ts';
import { body } from '../http/body.guard.ts';
import { type Caller, mustSee, projectOf } from '../http/caller.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { ShownOnce } from '../idempotency/idempotency.handler.ts';
import { ProjectList } from '../projects/project-list.store.ts';
import { InferenceTokens } from './inference-tokens.handler.ts';
import { type Browser, InBrowser } from './browser.gateway.ts';
import { sessionIn } from './session-cookie.ts';
import { ChooseProject, SignIn, signInProblems } from './session.dto.ts';
import { Sessions } from './session.handler.ts';
import { InferenceTokenView, PresentSessionView, SessionView } from './session-view.ts';
import { SessionViews } from './session-views.store.ts';
import type { Session } from './session.ts';

const OF_CONSOLE = {
  name: 'X-Tidegate-Console',
  required: false,
  description: '1, and always sent: no other site can send it',
  schema: { type: 'string', example: '1' },
};

/** Who is not signed in may ask, too. */
const OPEN = { security: [{}] };

/** The browser that is signed in: its session stands for a token, which it never holds itself. */
@ApiTags('sessions')
@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly views: SessionViews,
    private readonly inference: InferenceTokens,
    private readonly projects: ProjectList,
  ) {}

  @Needs('nobody')
  @ApiOperation({ summary: 'Get who is signed in with this browser', ...OPEN })
  @ApiOkResponse({ schema: schemaOf(PresentSessionView) })
  @Header('cache-control', 'no-store')
  @Get()
  async present(@InBrowser() { secret, requestId, forget }: Browser): Promise<PresentSessionView> {
    if (secret === undefined) return { session: null };
    const caller = await this.sessions.present(secret, requestId);
    if (!caller) forget();
    return { session: caller ? await this.views.of(caller, inSession(caller)) : null };
  }

  @Needs('nobody')
  @ApiOperation({ summary: 'Sign a browser in', ...OPEN })
  @ApiHeader(OF_CONSOLE)
  @ApiBody({ type: SignIn })
  @ApiCreatedResponse({ schema: schemaOf(SessionView) })
  @Header('cache-control', 'no-store')
  @Post()
  async signIn(
    @InBrowser() browser: Browser,
    @Body(body(SignIn, signInProblems)) wish: SignIn,
  ): Promise<SessionView> {
    const { requestId, secret: former } = browser;
    const { secret, caller } = await this.sessions.signIn(wish, requestId);
    if (former !== undefined) await this.sessions.signOut(former, requestId);
    browser.keep(secret);
    return this.views.of(caller, inSession(caller));
  }

  @Needs('valid')
  @ApiHeader(OF_CONSOLE)
  @ApiBody({ type: ChooseProject })
  @ApiOkResponse({ schema: schemaOf(SessionView) })
  @Patch()
  async choose(
    @WhoCalls() caller: Caller,
    @Body(body(ChooseProject)) { projectId = null }: ChooseProject,
  ): Promise<SessionView> {
    const session = inSession(caller);
    if (projectId !== null) {
      mustSee(caller, projectId);
      if (!(await this.projects.find(projectId))) refuse('project.not_found', { projectId });
    }
    if (caller.kind === 'token') return this.views.of(caller, session);
    return this.views.chosen(caller, session, projectId);
  }

  @Needs('nobody')
  @ApiOperation({ summary: 'Sign a browser out', ...OPEN })
  @ApiHeader(OF_CONSOLE)
  @ApiNoContentResponse()
  @HttpCode(204)
  @Delete()
  async signOut(@InBrowser() { secret, requestId, forget }: Browser): Promise<void> {
    if (secret !== undefined) await this.sessions.signOut(secret, requestId);
    forget();
  }

  /** Calls endpoints for some minutes; asked again meanwhile, it is the same. */
  @Needs('invoke')
  @ApiHeader(OF_CONSOLE)
  @ApiCreatedResponse({ schema: schemaOf(InferenceTokenView) })
  @Header('cache-control', 'no-store')
  @ShownOnce('token')
  @Post('inference-token')
  async inferenceToken(
    @Req() request: CallerRequest,
    @WhoCalls() caller: Caller,
  ): Promise<InferenceTokenView> {
    const session = inSession(caller);
    const asked = { session, secret: sessionIn(request.headers) ?? '', projectId: projectOf(caller), caller };
    const { text, tokenId, projectId, expiresAt } = await this.inference.give(asked);
    return { token: text, tokenId, projectId, expiresAt: expiresAt.toISOString() };
  }
}

/** For whom came with a token of their own there is no session to speak of. */
const inSession = ({ session }: Caller): Session => session ?? refuse('session.ended');
