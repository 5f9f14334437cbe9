import { createHmac } from 'node:crypto';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { webhookSecret } from '@tidegate/contracts';
import { z } from 'zod';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';

const WebhookSecretView = z.object({ secret: z.string() });

@ApiTags('projects')
@Controller('v1/webhook-secret')
export class WebhookSecretController {
  constructor(@Inject(API_SETTINGS) private readonly settings: ApiSettings) {}

  /** What a receiver verifies this project's webhooks with. */
  @Needs('write')
  @ApiOkResponse({ schema: schemaOf(WebhookSecretView) })
  @Header('cache-control', 'no-store')
  @Get()
  secret(@WhoCalls() caller: Caller): z.infer<typeof WebhookSecretView> {
    const hmac = (message: string) => createHmac('sha256', this.settings.secretKey).update(message).digest();
    return { secret: webhookSecret(hmac, projectOf(caller)) };
  }
}
