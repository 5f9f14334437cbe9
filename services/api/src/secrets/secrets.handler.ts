import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { idFrom, refuse } from '@tidegate/contracts';
import { KeyRing } from './key-ring.store.ts';
import { CREDENTIALS, valueProblems } from './secret-rules.ts';
import { type Owner, SealedValues } from './sealed-values.store.ts';

/** Values that go in and come out for replicas alone. No event, no log line and no answer to a user ever has one. */
@Injectable()
export class Secrets {
  constructor(
    private readonly keys: KeyRing,
    private readonly values: SealedValues,
  ) {}

  /**
   * Keeps values sealed. What calls it has judged everything else before: values of a request that is refused afterwards
   * are wiped an hour later.
   * @returns by name, the id of each value: what a spec has in its place
   * @throws Refusal request.invalid
   */
  async seal(owner: Owner, values: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    const problems = valueProblems(values);
    if (problems.length > 0) refuse('request.invalid', { count: problems.length }, problems);
    const sealed = Object.entries(values).map(([name, value]) => {
      const belonging = { id: idFrom('secret', randomBytes(6)), endpointId: owner.endpointId, name };
      return { ...belonging, ...this.keys.seal(value, belonging) };
    });
    if (sealed.length > 0) await this.values.add(owner, sealed);
    return Object.fromEntries(sealed.map(({ name, id }) => [name, id]));
  }

  /** The credentials of an image's registry, as one value. @returns its id */
  async sealCredentials(
    owner: Owner,
    { username, password }: Readonly<{ username: string; password: string }>,
  ): Promise<string> {
    const ids = await this.seal(owner, { [CREDENTIALS]: JSON.stringify({ username, password }) });
    return ids[CREDENTIALS] ?? '';
  }

  /** When values were set, by id. What is gone is not among them. */
  setAt(ids: readonly string[]): Promise<Map<string, Date>> {
    return this.values.setAt(ids);
  }

  /** @returns values of one endpoint by id. @throws Refusal secret.not_found when one of them is not there */
  async open(endpointId: string, ids: readonly string[]): Promise<Record<string, string>> {
    const found = await this.values.of(endpointId, ids);
    if (found.length < new Set(ids).size) refuse('secret.not_found');
    return Object.fromEntries(found.map((value) => [value.id, this.keys.open(value, value)]));
  }
}
