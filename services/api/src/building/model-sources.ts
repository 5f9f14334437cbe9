import type { EndpointSpec, Reason } from '@tidegate/contracts';

/** Whether what an endpoint runs can be had, and if not, why and what to do about it. */
export type Reachability = Readonly<{ ok: true }> | Readonly<{ ok: false; reason: Reason }>;

/** Where models and images come from. */
export abstract class ModelSources {
  /**
   * Only a clear no is one. Of a hub that does not answer nothing is known, and nodes may have the weights already: that is
   * ok, or an error, after which it is asked again.
   */
  abstract check(spec: EndpointSpec): Promise<Reachability>;
}
