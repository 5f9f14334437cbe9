import { Injectable } from '@nestjs/common';
import type { EndpointSpec } from '@tidegate/contracts';
import { type Cause, deriveId } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { Configure } from '../configuration/configure.handler.ts';
import type { Configured } from '../configuration/endpoint-spec.ts';
import { LookUp } from '../configuration/facts.handler.ts';
import { Sealing } from '../configuration/sealing.handler.ts';
import { Endpoints } from '../endpoints/endpoint.handler.ts';
import { Turns } from './turns.ts';

export type Owner = Readonly<{ endpointId: string; projectId: string }>;
type Change = Readonly<{
  base: EndpointSpec;
  /** The revision that it was made from. */
  revision: number;
  cause: 'update' | 'rollback';
  canaryPercent: number | null;
}>;

/** Each turn holds a connection to Postgres while it lasts: so many at once in one process. */
const TURNS = 8;

/**
 * What was judged becomes what is. Changes of one project take turns, in all processes together, so that several at once
 * cannot take more than its quota together.
 */
@Injectable()
export class Accept {
  readonly #turns = new Turns();

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly endpoints: Endpoints,
    private readonly configure: Configure,
    private readonly sealing: Sealing,
    private readonly lookUp: LookUp,
    private readonly db: Db,
  ) {}

  /** @returns its id. @throws Refusal project.quota_exceeded, endpoint.name_taken */
  create(projectId: string, configured: Configured, cause: Cause): Promise<string> {
    // The id that the request leads to: values are sealed for it before it is there.
    const owner = { projectId, endpointId: deriveId('endpoint', cause.commandId) };
    return this.#inTurn(projectId, async () => {
      await this.configure.mustFitQuota(projectId, owner.endpointId, { spec: configured.spec, base: null });
      return this.endpoints.request(projectId, await this.sealing.sealed(owner, configured), cause);
    });
  }

  /** @throws Refusal project.quota_exceeded; endpoint.changed when it was changed since the revision */
  change(owner: Owner, configured: Configured, change: Change, cause: Cause): Promise<void> {
    const { base, revision, canaryPercent } = change;
    return this.#inTurn(owner.projectId, async () => {
      await this.configure.mustFitQuota(owner.projectId, owner.endpointId, { spec: configured.spec, base });
      const spec = await this.sealing.sealed(owner, configured);
      await this.endpoints.command(
        {
          type: 'UpdateEndpoint',
          ...owner,
          spec,
          cause: change.cause,
          canaryPercent,
          expectedRevision: revision,
          at: this.lookUp.now(),
        },
        cause,
      );
    });
  }

  #inTurn<T>(projectId: string, work: () => Promise<T>): Promise<T> {
    const lane = String(parseInt(projectId.slice(-6), 16) % TURNS);
    return this.#turns.take(lane, () => this.db.exclusively(`quota ${projectId}`, work));
  }
}
