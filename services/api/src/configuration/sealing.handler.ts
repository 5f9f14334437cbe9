import { Injectable } from '@nestjs/common';
import type { EndpointSpec } from '@tidegate/contracts';
import { Secrets } from '../secrets/secrets.handler.ts';
import type { Configured } from './endpoint-spec.ts';

type Owner = Readonly<{ projectId: string; endpointId: string }>;

/** Values go from a request into sealed storage; what is left of them in a spec are their ids. */
@Injectable()
export class Sealing {
  constructor(private readonly secrets: Secrets) {}

  /** A secret that is set to the value it has is no change: it keeps its id. */
  async without(endpointId: string, base: EndpointSpec, configured: Configured): Promise<Configured> {
    const { spec, toSeal } = configured;
    const named = Object.keys(toSeal.secrets).filter((name) => Object.hasOwn(base.secrets, name));
    if (named.length === 0) return configured;
    const before = await Promise.all(
      named.map((name) => this.#valueOf(endpointId, base.secrets[name] ?? '')),
    );
    const same = named.filter((name, n) => before[n] === toSeal.secrets[name]);
    const changed = Object.entries(toSeal.secrets).filter(([name]) => !same.includes(name));
    const kept = same.map((name) => [name, base.secrets[name] ?? ''] as const);
    return {
      ...configured,
      spec: { ...spec, secrets: { ...spec.secrets, ...Object.fromEntries(kept) } },
      toSeal: { ...toSeal, secrets: Object.fromEntries(changed) },
    };
  }

  /** What does not open any more (its key or its row is gone) equals nothing: setting it anew is the way out. */
  #valueOf(endpointId: string, id: string): Promise<string | undefined> {
    return this.secrets.open(endpointId, [id]).then(
      (opened) => opened[id],
      () => undefined,
    );
  }

  /** @returns the spec with an id for each value. @throws Refusal request.invalid for a value that is too large */
  async sealed(owner: Owner, { spec, toSeal }: Configured): Promise<EndpointSpec> {
    const secrets = { ...spec.secrets, ...(await this.secrets.seal(owner, toSeal.secrets)) };
    const { image } = spec;
    if (!image || !toSeal.credentials) return { ...spec, secrets };
    const credentials = await this.secrets.sealCredentials(owner, toSeal.credentials);
    return { ...spec, secrets, image: { ...image, credentials } };
  }
}
