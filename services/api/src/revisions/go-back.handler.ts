import { Injectable } from '@nestjs/common';
import type { Cause } from '@tidegate/eventing';
import { Configure } from '../configuration/configure.handler.ts';
import { documentOf } from '../configuration/endpoint-wish.ts';
import { Accept } from '../commands/accept.handler.ts';
import type { Present } from '../commands/own-commands.handler.ts';
import type { Revision } from './revision.ts';

/** From an earlier configuration to the next one. */
@Injectable()
export class GoBack {
  constructor(
    private readonly configure: Configure,
    private readonly accept: Accept,
  ) {}

  /**
   * The earlier configuration is judged as it would be today: a security group may be gone, a quota smaller.
   * @throws Refusal request.invalid, project.quota_exceeded
   */
  async to(earlier: Revision, { owner, spec: base, revision }: Present, cause: Cause): Promise<void> {
    const { name, cluster, commitment } = base;
    const spec = { ...earlier.spec, name, cluster, commitment };
    const asked = { ...owner, base: spec, document: documentOf(spec), given: {} };
    const configured = await this.configure.configured(asked);
    const change = { base, revision, cause: 'rollback', canaryPercent: null } as const;
    await this.accept.change(owner, configured, change, cause);
  }
}
