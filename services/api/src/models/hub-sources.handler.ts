import { Injectable, Logger } from '@nestjs/common';
import type { EndpointSpec } from '@tidegate/contracts';
import { ModelSources, type Reachability } from '../building/model-sources.ts';
import { HubClient } from './hub-client.gateway.ts';
import { reachabilityOf } from './reachability.ts';

/** Asks the model hub whether a model can be had. */
@Injectable()
export class HubSources extends ModelSources {
  readonly #log = new Logger('hub-sources');

  constructor(private readonly hub: HubClient) {
    super();
  }

  /** Only a clear no is one: while the hub does not answer, a model may still be had. */
  async check(spec: EndpointSpec): Promise<Reachability> {
    if (spec.modelSource.kind !== 'hub') return { ok: true };
    const answer = await this.hub.find(spec.model, spec.modelSource.revision);
    if (answer.kind === 'unknown')
      this.#log.warn(
        { event: 'model.not_checked', model: spec.model, error: answer.why },
        'whether the model can be had is not known: its replicas will show it',
      );
    return reachabilityOf(spec, answer);
  }
}
