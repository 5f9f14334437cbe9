import type { Provider, Type } from '@nestjs/common';
import type { MigrationClass } from '@tidegate/eventing/nest';
import { AuditController } from './audit/audit.controller.ts';
import { ConsoleFiles } from './console/console-files.store.ts';
import { HistoryController } from './history/history.controller.ts';
import { Callers } from './http/callers.handler.ts';
import { EndSessions } from './sessions/end-sessions.consumer.ts';
import { InferenceTokens } from './sessions/inference-tokens.handler.ts';
import { SessionController } from './sessions/session.controller.ts';
import { Sessions } from './sessions/session.handler.ts';
import { SessionTokens } from './sessions/session-tokens.store.ts';
import { SessionViews } from './sessions/session-views.store.ts';
import { CreateSessions1764100000000 } from './sessions/sessions.migration.ts';
import { SessionStore } from './sessions/sessions.store.ts';
import { SweepSessions } from './sessions/sweep-sessions.loop.ts';
import { SignInCodeController } from './sign-in-codes/sign-in-code.controller.ts';
import { SignInCodes } from './sign-in-codes/sign-in-codes.store.ts';
import { MeController } from './tokens/me.controller.ts';
import { TokenController } from './tokens/token.controller.ts';

/** Who calls, with what, and what they did: a line for each part of `console`, `sessions`, `sign-in-codes`, `tokens` and `audit`. */
export const CONSOLE: Readonly<{
  routes: Type[];
  consumers: Type[];
  migrations: MigrationClass[];
  providers: Provider[];
}> = {
  routes: [
    TokenController,
    MeController,
    SessionController,
    SignInCodeController,
    HistoryController,
    AuditController,
  ],
  consumers: [EndSessions],
  migrations: [CreateSessions1764100000000],
  providers: [
    ConsoleFiles,
    Callers,
    SessionStore,
    SessionTokens,
    SessionViews,
    SignInCodes,
    Sessions,
    InferenceTokens,
    SweepSessions,
  ],
};
