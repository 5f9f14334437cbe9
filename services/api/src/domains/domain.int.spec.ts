import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { endpointSpec } from '@tidegate/testing';
import { type TestApi, testApi } from '../api.spec-helper.ts';
import { type DnsServer, dnsServer } from './dns-server.spec-helper.ts';

let dns: DnsServer;
let api: TestApi;
let project: { id: string; token: string };
beforeAll(async () => {
  dns = await dnsServer();
  api = await testApi({ dnsServers: [dns.address] });
  project = await api.newProject();
});
afterAll(async () => {
  await api.close();
  await dns.close();
});

type Domain = Readonly<{
  domain: string;
  state: string;
  challenge: Readonly<{ type: string; host: string; value: string }>;
  checkedAt: string | null;
  problem: string | null;
}>;

const freshDomain = () => `m-${randomUUID().slice(0, 8)}.example.com`;
const endpointWith = async (...customDomains: string[]): Promise<string> => {
  const endpointId = `endpt-${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const spec = endpointSpec({ name: `e-${randomUUID().slice(0, 8)}a`, customDomains });
  await api.append(endpointId, {
    type: 'EndpointRequested',
    data: { endpointId, projectId: project.id, revision: 1, spec },
  });
  return endpointId;
};
const domainsOf = async (endpointId: string): Promise<Domain[]> => {
  const { body } = await api.call('GET', `/v1/endpoints/${endpointId}/domains`, { token: project.token });
  return body.items as unknown as Domain[];
};
const first = async (endpointId: string): Promise<Domain> => (await domainsOf(endpointId))[0]!;
const check = (endpointId: string, domain: string, token = project.token) =>
  api.call('POST', `/v1/endpoints/${endpointId}/domains/${domain}/check`, { token });
const prove = async (endpointId: string): Promise<void> => {
  const { challenge } = await first(endpointId);
  dns.zone.set(challenge.host, ['v=spf1 -all', challenge.value]);
};
/** As if time had passed. */
const age = (endpointId: string, by: Readonly<{ missingDays?: number }> = {}) =>
  api.app.get(Db).query(sql`
    update custom_domains
    set next_check_at_us = 0, checked_at = checked_at - interval '1 minute',
        missing_since_us = missing_since_us - ${(by.missingDays ?? 0) * 86_400e6}::float8::bigint
    where endpoint_id = ${endpointId}`);
const typesOf = async (endpointId: string) => (await api.eventsOf(endpointId)).map(({ type }) => type);

describe('a custom domain', () => {
  it('comes with a challenge, and is pending until it is met', async () => {
    const domain = freshDomain();
    const endpointId = await endpointWith(domain);
    const [shown] = await domainsOf(endpointId);
    expect(shown).toMatchObject({
      domain,
      state: 'pending',
      challenge: {
        type: 'TXT',
        host: `_tidegate.${domain}`,
        value: expect.stringMatching(/^tidegate-verification=/),
      },
    });
    await api.eventually(async () =>
      expect(await first(endpointId)).toMatchObject({
        state: 'pending',
        checkedAt: expect.any(String),
        problem: `there is no TXT record at _tidegate.${domain}`,
      }),
    );
    expect(dns.asked).toContain(`_tidegate.${domain}`);
  });

  it('is proven by itself once the record is there', async () => {
    const endpointId = await endpointWith(freshDomain(), freshDomain());
    await api.eventually(async () => expect((await first(endpointId)).checkedAt).not.toBeNull());
    await prove(endpointId);
    await age(endpointId);
    await api.eventually(async () =>
      expect((await domainsOf(endpointId)).map(({ state, problem }) => [state, problem === null])).toEqual([
        ['verified', true],
        ['pending', false],
      ]),
    );
    expect((await api.eventsOf(endpointId)).filter(({ type }) => type === 'DomainVerified')).toHaveLength(1);
  });

  it('is checked at once when its owner asks, but not again and again', async () => {
    const domain = freshDomain();
    const endpointId = await endpointWith(domain);
    await prove(endpointId);
    const answers = [await check(endpointId, domain.toUpperCase()), await check(endpointId, domain)];
    const asked = dns.asked.filter((name) => name === `_tidegate.${domain}`).length;
    await api.eventually(async () =>
      expect((await check(endpointId, domain)).body).toMatchObject({
        domain,
        state: 'verified',
        problem: null,
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(dns.asked.filter((name) => name === `_tidegate.${domain}`).length - asked).toBeLessThanOrEqual(2);
    expect(await typesOf(endpointId)).toContain('DomainVerified');
  });

  it('belongs to one endpoint, until that one is gone', async () => {
    const domain = freshDomain();
    const [one, two] = [await endpointWith(domain), await endpointWith(domain)];
    await prove(one);
    await api.eventually(async () => {
      await age(one);
      await check(one, domain);
      expect((await first(one)).state).toBe('verified');
    });
    const [{ challenge }, { challenge: other }] = [await first(one), await first(two)];
    expect(other.value).not.toBe(challenge.value);
    dns.zone.set(challenge.host, [challenge.value, other.value]);
    await api.eventually(async () => {
      await age(two);
      expect((await check(two, domain)).body.code).toBe('endpoint.domain_taken');
    });
    expect(await first(two)).toMatchObject({
      state: 'pending',
      problem: expect.stringContaining('another endpoint'),
    });
    await api.append(
      one,
      { type: 'EndpointDeleted', data: { endpointId: one, projectId: project.id, name: 'x' } },
      stateDeleted(one),
    );
    await api.eventually(async () => {
      await age(two);
      await check(two, domain);
      expect((await first(two)).state).toBe('verified');
    });
  });

  it('stays when the name servers say nothing, and is released when the record is gone for three days', async () => {
    const domain = freshDomain();
    const endpointId = await endpointWith(domain);
    await prove(endpointId);
    const { host } = (await first(endpointId)).challenge;
    await api.eventually(async () => {
      await age(endpointId);
      await check(endpointId, domain);
      expect((await first(endpointId)).state).toBe('verified');
    });

    dns.zone.set(host, 'failure');
    await api.eventually(async () => {
      await age(endpointId, { missingDays: 9 });
      await check(endpointId, domain);
      expect((await first(endpointId)).problem).toContain('gave no answer');
    });
    expect((await first(endpointId)).state).toBe('verified');

    dns.zone.delete(host);
    await api.eventually(async () => {
      await age(endpointId);
      await check(endpointId, domain);
      expect((await first(endpointId)).problem).toContain('no TXT record');
    });
    expect((await first(endpointId)).state).toBe('verified');
    expect(await typesOf(endpointId)).not.toContain('DomainReleased');

    await age(endpointId, { missingDays: 3 });
    await api.eventually(async () => expect((await first(endpointId)).state).toBe('pending'));
    expect(await typesOf(endpointId)).toContain('DomainReleased');
  });

  it('is nobody’s business but its owner’s', async () => {
    const domain = freshDomain();
    const endpointId = await endpointWith(domain);
    const { token } = await api.newProject();
    expect((await check(endpointId, domain, token)).body.code).toBe('endpoint.not_found');
    expect((await api.call('GET', `/v1/endpoints/${endpointId}/domains`, { token })).body.code).toBe(
      'endpoint.not_found',
    );
    expect((await check(endpointId, 'example.org')).body.code).toBe('endpoint.domain_not_found');
  });
});

const stateDeleted = (endpointId: string) => ({
  type: 'EndpointStateChanged' as const,
  data: {
    endpointId,
    projectId: project.id,
    from: 'building',
    to: 'deleted',
    reason: { code: 'deleted', message: 'It was deleted.', nextStep: 'Nothing.' },
  },
});
