import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';

let [one, other]: (TestApi | undefined)[] = [];
beforeAll(async () => {
  one = await testApi();
  const { databaseUrl, natsUrl, natsToken } = one.app;
  other = await testApi({}, { databaseUrl, natsUrl, natsToken });
}, 120_000);
afterAll(async () => {
  await other?.close();
  await one?.close();
});

it('a quota holds for what is made and changed at once by several processes', async () => {
  const { id, token } = await one!.newProject();
  const quotas = { endpoints: 3, replicasPerEndpoint: 4, gpus: 4 };
  await one!.call('PUT', `/v1/projects/${id}/quotas`, { token: operator, body: quotas });
  const both = [one!, other!, one!, other!, one!, other!, one!, other!];
  const answers = await Promise.all(
    both.map((api, n) => {
      const body = { name: `at-once-${String(n)}`, model: 'tidegate/tiny' };
      return api.call('POST', '/v1/endpoints', { token, body });
    }),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, ...Array(5).fill(403)]);
  const made = answers.filter(({ status }) => status === 201).map(({ body }) => body.id);
  const changes = await Promise.all(
    made.map((endpointId, n) =>
      both[n]!.call('PATCH', `/v1/endpoints/${endpointId}`, {
        token,
        body: { hardware: 'h100-1x', scaling: { maxReplicas: 2 } },
      }),
    ),
  );
  expect(changes.map(({ status }) => status).toSorted()).toEqual([200, 200, 403]);
  const { body } = await other!.call('GET', `/v1/projects/${id}/quotas`, { token: operator });
  expect(body).toMatchObject({ use: { endpoints: 3, gpus: 4 } });
});
