import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { refuse } from '@tidegate/contracts';
import { z } from 'zod';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import type { Caller } from '../http/caller.ts';
import { pageSchema } from '../http/schema.dto.ts';
import { CREDENTIALS } from './secret-rules.ts';
import { Secrets } from './secrets.handler.ts';

const SecretView = z.object({
  /** Of the environment variable; `image.credentials`: those of the image’s registry. */
  name: z.string(),
  setAt: z.iso.datetime().nullable(),
});
type SecretView = z.infer<typeof SecretView>;

@ApiTags('endpoints')
@Controller('v1/endpoints/:endpointId/secrets')
export class SecretController {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly secrets: Secrets,
  ) {}

  /** Their names, and when each was set. Values are never shown. */
  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(SecretView) })
  @Get()
  async all(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
  ): Promise<{ items: SecretView[]; nextCursor: null }> {
    const { id: endpointId, state, spec } = await this.own.find(caller, id);
    if (state === 'deleted') return refuse('endpoint.deleted', { endpointId });
    const named = Object.entries(spec.secrets).sort(([a], [b]) => (a < b ? -1 : 1));
    const credentials = spec.image?.credentials;
    if (credentials) named.push([CREDENTIALS, credentials]);
    const setAt = await this.secrets.setAt(named.map(([, secretId]) => secretId));
    const items = named.map(([name, secretId]) => ({
      name,
      setAt: setAt.get(secretId)?.toISOString() ?? null,
    }));
    return { items, nextCursor: null };
  }
}
