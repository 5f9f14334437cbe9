import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';
import type { AuditEventView } from './audit-view.ts';

let api: TestApi;
let project: { id: string; token: string };

beforeAll(async () => {
  api = await testApi();
  project = await api.newProject();
});
afterAll(async () => {
  await api.close();
});

type Page = { items: AuditEventView[]; nextCursor: string | null };
const events = async (search = '', token = project.token): Promise<Page> => {
  const answer = await api.call('GET', `/v1/events${search}`, { token });
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 200 });
  return answer.body as unknown as Page;
};

describe('what happened in a project', () => {
  it('says who did what to what, when, and by which request', async () => {
    const requestId = 'req-of-the-group';
    const made = await api.call('POST', '/v1/security-groups', {
      token: project.token,
      body: { name: 'office', rules: [{ cidr: '10.0.0.0/8' }] },
      headers: { 'x-request-id': requestId },
    });
    const { items } = await events(`?requestId=${requestId}`);
    expect(items).toEqual([
      expect.objectContaining({
        type: 'SecurityGroupSaved',
        streamId: made.body.id,
        endpointId: null,
        actor: `tok-${project.token.slice(3, 15)}`,
        requestId,
        data: expect.objectContaining({ name: 'office' }),
      }),
    ]);
    expect(Math.abs(Date.parse(items[0]?.at ?? '') - Date.now())).toBeLessThan(60_000);
  });

  it('is found by type, by what it happened to, by who did it, and by time', async () => {
    const types = async (search: string) => (await events(search)).items.map(({ type }) => type);
    expect(await types('?type=ProjectCreated,TokenIssued')).toEqual(['TokenIssued', 'ProjectCreated']);
    expect(await types(`?stream=${project.id}`)).toEqual(['ProjectCreated']);
    expect(await types('?actor=operator')).toEqual(['TokenIssued', 'ProjectCreated']);
    expect(await types('?until=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await types('?since=2020-01-01T00:00:00Z')).toHaveLength(3);
  });

  it('does not say how to reach what only those who manage it may know', async () => {
    const [{ id: projectId, token }, way] = [
      await api.newProject(),
      'https://discord.example/api/hooks/1/KEY',
    ];
    const named = { projectId, name: 'x', notices: [] };
    const [channelId, mailId] = ['chan-0123456789ab', 'chan-ba9876543210'];
    const mail = { kind: 'email' as const, addresses: ['ann@example.com', 'bob@example.org'] };
    await api.append(channelId, {
      type: 'ChannelCreated',
      data: { ...named, channelId, target: { kind: 'webhook', url: way } },
    });
    await api.append(mailId, { type: 'ChannelCreated', data: { ...named, channelId: mailId, target: mail } });
    await api.append('hook-0123456789ab', {
      type: 'WebhookSubscribed',
      data: {
        webhookId: 'hook-0123456789ab',
        projectId,
        url: way,
        eventTypes: ['*'],
        description: '',
        secretId: 'sec-0123456789ab',
      },
    });
    const { items } = await events('?type=ChannelCreated,WebhookSubscribed', token);
    expect(JSON.stringify(items)).not.toMatch(/KEY|ann@|bob@/);
    expect(items).toMatchObject([
      { data: { url: 'https://discord.example/…', eventTypes: ['*'] } },
      { data: { name: 'x', target: { kind: 'email', addresses: ['…@example.com', '…@example.org'] } } },
      { data: { target: { url: 'https://discord.example/…' } } },
    ]);
  });

  it('comes page by page, newest first', async () => {
    const first = await events('?limit=2');
    expect(first.items).toHaveLength(2);
    const second = await events(`?limit=2&cursor=${first.nextCursor ?? ''}`);
    expect(second.nextCursor).toBeNull();
    const positions = [...first.items, ...second.items].map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => b - a));
  });

  it('tells no secret, not even by its hash', async () => {
    const [issued] = (await events('?type=TokenIssued')).items;
    expect(issued?.data).toMatchObject({ name: 'all' });
    expect(JSON.stringify(issued)).not.toMatch(/sha256/i);
  });

  it('is that project’s alone', async () => {
    const other = await api.newProject();
    expect((await events('', other.token)).items.map(({ type }) => type)).toEqual([
      'TokenIssued',
      'ProjectCreated',
    ]);
    expect((await events(`?stream=${project.id}`, other.token)).items).toEqual([]);
    expect((await api.call('GET', '/v1/events', { token: operator })).body.code).toBe('project.not_chosen');
  });

  it('refuses what no event can be found by', async () => {
    const { body } = await api.call('GET', '/v1/events?type=Moon&since=never&actor=', {
      token: project.token,
    });
    expect(body).toMatchObject({
      code: 'request.invalid',
      errors: expect.arrayContaining(
        ['?type', '?since', '?actor'].map((pointer) => expect.objectContaining({ pointer })),
      ),
    });
  });
});
