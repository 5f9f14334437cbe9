import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ProjectId, Scope } from '@tidegate/contracts';
import { z } from 'zod';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import type { Caller } from '../http/caller.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { ROLES, roleOf } from './roles.ts';

const MeView = z.object({
  kind: z.enum(['operator', 'token']),
  /** The token’s id, or `operator`. */
  actor: z.string(),
  projectId: ProjectId.nullable(),
  scopes: z.array(Scope),
  /** Null: a token whose scopes are no role’s. */
  role: z.enum([...ROLES, 'operator']).nullable(),
  expiresAt: z.iso.datetime().nullable(),
});

@ApiTags('tokens')
@Controller('v1/me')
export class MeController {
  @Needs('valid')
  @ApiOkResponse({ schema: schemaOf(MeView) })
  @Get()
  me(@WhoCalls() { kind, actor, projectId, scopes, expiresAt }: Caller): z.infer<typeof MeView> {
    const role = kind === 'operator' ? 'operator' : roleOf(scopes);
    return { kind, actor, projectId, scopes: [...scopes], role, expiresAt };
  }
}
