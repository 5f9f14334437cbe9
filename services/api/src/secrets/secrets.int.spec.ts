import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { JsonLogger } from '@tidegate/bootstrap';
import { type AskOf, questions } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Asker, Db, Nats } from '@tidegate/eventing/nest';
import { endpointSpec } from '@tidegate/testing';
import { type TestApi, testApi } from '../api.spec-helper.ts';
import { SealedValues } from './sealed-values.store.ts';
import { Secrets } from './secrets.handler.ts';
import { TidySecrets } from './tidy-secrets.loop.ts';

const older = 'an older key of at least thirty-two characters';
const newer = 'a newer key of at least thirty-two characters.';
const logged: string[] = [];
let api: TestApi;
let project: { id: string; token: string };
/** A service that starts logs for itself. */
const overhear = () => {
  Logger.overrideLogger(new JsonLogger('api', 'debug', { write: (line: string) => void logged.push(line) }));
};
beforeAll(async () => {
  api = await testApi({ sealKeys: [older] });
  overhear();
  project = await api.newProject();
});
afterAll(async () => {
  await api.close();
});

const hex = () => randomBytes(6).toString('hex');
const node = `node-${hex()}`;
type Placed = Readonly<{ endpointId: string; replicaId: string; secretId: string }>;

const placement = (endpointId: string, replicaId: string) =>
  ({
    type: 'ReplicaPlaced',
    data: {
      ...whose(endpointId, replicaId),
      cluster: 'local',
      nodeId: node,
      gpuIndices: [],
      hardware: endpointSpec().hardware,
      explanation: [],
    },
  }) as const;
const whose = (endpointId: string, replicaId: string) => ({
  replicaId,
  endpointId,
  projectId: project.id,
  revision: 1,
});

/** An endpoint that has one secret, and a replica of it on the node. */
const placedWith = async (value: string): Promise<Placed> => {
  const [endpointId, replicaId] = [`endpt-${hex()}`, `repl-${hex()}`];
  const secrets = await api.app.get(Secrets).seal({ projectId: project.id, endpointId }, { HF_TOKEN: value });
  const spec = endpointSpec({ name: `e-${hex()}a`, secrets });
  await api.append(endpointId, {
    type: 'EndpointRequested',
    data: { endpointId, projectId: project.id, revision: 1, spec },
  });
  await api.append(`pool-${hex()}`, placement(endpointId, replicaId));
  return { endpointId, replicaId, secretId: secrets['HF_TOKEN'] ?? '' };
};
const ask = (placed: Placed, other: Partial<AskOf<typeof questions.openSecrets>> = {}) =>
  api.app.get(Asker).ask(questions.openSecrets, {
    endpointId: placed.endpointId,
    replicaId: placed.replicaId,
    nodeId: node,
    secretIds: [placed.secretId],
    ...other,
  });
const refused = { code: 'secret.not_found' };

describe('a secret', () => {
  it('is opened for the node that its endpoint’s replica was just placed on', async () => {
    const placed = await placedWith('hf_first');
    expect(await ask(placed)).toEqual({ values: { [placed.secretId]: 'hf_first' } });
  });

  it('is opened for nobody else', async () => {
    const [placed, other] = [await placedWith('hf_mine'), await placedWith('hf_theirs')];
    for (const changed of [
      { nodeId: `node-${hex()}` },
      { replicaId: `repl-${hex()}` },
      { replicaId: other.replicaId },
      { endpointId: other.endpointId },
      { secretIds: [other.secretId] },
      { secretIds: [placed.secretId, other.secretId] },
    ])
      await expect(ask(placed, changed)).rejects.toMatchObject(refused);
  });

  it('is opened for an hour after the end of its replica, whose last lines are masked with it', async () => {
    const placed = await placedWith('hf_ended');
    await api.append(placed.replicaId, {
      type: 'ReplicaStopped',
      data: {
        ...whose(placed.endpointId, placed.replicaId),
        nodeId: node,
        cause: 'scaled_down',
        exitCode: 0,
        neverReady: false,
        stoppedAtUs: 0,
        lastLines: [],
      },
    });
    expect(await ask(placed)).toEqual({ values: { [placed.secretId]: 'hf_ended' } });
    await expect(ask(placed, { nodeId: `node-${hex()}` })).rejects.toMatchObject(refused);
    const end = (seconds: number) =>
      api.app.get(Db).query(sql`
        update placed_replicas set ended_at = clock_timestamp() - make_interval(secs => ${seconds})
        where replica_id = ${placed.replicaId} and ended_at is not null returning 1`);
    await api.eventually(async () => expect(await end(3500)).toHaveLength(1));
    expect(await ask(placed)).toEqual({ values: { [placed.secretId]: 'hf_ended' } });
    await end(3700);
    // The log still knows of an end a moment ago: what counts is the table, where it has the replica.
    await expect(ask(placed)).rejects.toMatchObject(refused);
  });

  it('is wiped with its endpoint', async () => {
    const placed = await placedWith('hf_wiped');
    const { endpointId } = placed;
    await api.append(endpointId, {
      type: 'EndpointDeleted',
      data: { endpointId, projectId: project.id, name: 'x' },
    });
    const left = () =>
      api.app.get(Db).query(sql`select 1 from sealed_values where endpoint_id = ${endpointId}`);
    await api.eventually(async () => expect(await left()).toEqual([]));
    await expect(ask(placed)).rejects.toMatchObject(refused);
  });

  it('is listed by name, with when it was set, to its own project', async () => {
    const { endpointId } = await placedWith('hf_listed');
    const path = `/v1/endpoints/${endpointId}/secrets`;
    const { body, text } = await api.call('GET', path, { token: project.token });
    expect(body).toEqual({ items: [{ name: 'HF_TOKEN', setAt: expect.any(String) }], nextCursor: null });
    expect(text).not.toContain('hf_listed');
    const { token } = await api.newProject();
    expect((await api.call('GET', path, { token })).body.code).toBe('endpoint.not_found');
  });

  it('may be the credentials of a registry', async () => {
    const [endpointId, secrets] = [`endpt-${hex()}`, api.app.get(Secrets)];
    const credentials = { username: 'robot', password: 'pull me' };
    const id = await secrets.sealCredentials({ projectId: project.id, endpointId }, credentials);
    expect(await secrets.open(endpointId, [id])).toEqual({ [id]: JSON.stringify(credentials) });
  });

  it('is not kept when it is too large for a replica, nor are those beside it', async () => {
    const owner = { projectId: project.id, endpointId: `endpt-${hex()}` };
    await expect(
      api.app.get(Secrets).seal(owner, { A: 'fine', B: 'x'.repeat(40_000) }),
    ).rejects.toMatchObject({ code: 'request.invalid', problems: [{ pointer: '/secrets/B' }] });
    expect(
      await api.app.get(Db).query(sql`select 1 from sealed_values where endpoint_id = ${owner.endpointId}`),
    ).toEqual([]);
  });
});

describe('a secret that no endpoint came to name', () => {
  it('is wiped after an hour', async () => {
    const named = await placedWith('hf_named');
    const owner = { projectId: project.id, endpointId: `endpt-${hex()}` };
    await api.app.get(Secrets).seal(owner, { A: 'orphan' });
    // Its endpoint is there, and no event of it names the value.
    await api.app
      .get(Secrets)
      .seal({ projectId: project.id, endpointId: named.endpointId }, { HF_TOKEN: 'refused afterwards' });
    const values = api.app.get(SealedValues);
    expect(await values.wipeOrphans()).toBe(0);
    const ours = [named.endpointId, owner.endpointId];
    await api.app
      .get(Db)
      .query(
        sql`update sealed_values set set_at = set_at - interval '2 hours' where endpoint_id = any(${ours}::text[])`,
      );
    expect(await values.wipeOrphans()).toBe(2);
    expect(await ask(named)).toEqual({ values: { [named.secretId]: 'hf_named' } });
  });
});

describe('a secret whose key is lost', () => {
  it('is set anew, even to the value that it was', async () => {
    const call = (method: string, path: string, body: object) =>
      api.call(method, `/v1/endpoints${path}`, { token: project.token, body });
    const wish = { name: 'key-lost', model: 'tidegate/tiny', secrets: { A: 'hf_lost', B: 'hf_gone' } };
    const { id } = (await call('POST', '', wish)).body;
    await api.app.get(Db).query(sql`update sealed_values set key_id = '00000000' where endpoint_id = ${id}`);
    // What else there is can be changed as before.
    expect((await call('PATCH', `/${id}`, { description: 'x' })).status).toBe(200);
    // What cannot be compared is a change.
    expect((await call('PATCH', `/${id}`, { secrets: { A: 'hf_lost' } })).body).toMatchObject({
      revision: 3,
      changes: [{ pointer: '/secrets/A' }],
    });
    const [updated] = (await api.eventsOf(id)).toReversed().filter(({ type }) => type === 'EndpointUpdated');
    const { A = '', B = '' } = (updated?.data['spec'] as ReturnType<typeof endpointSpec>).secrets;
    expect(await api.app.get(Secrets).open(id, [A])).toEqual({ [A]: 'hf_lost' });
    await expect(api.app.get(Secrets).open(id, [B])).rejects.toThrow(/key/);
    await api.app.get(Db).query(sql`delete from sealed_values where endpoint_id = ${id}`);
  });
});

describe('a new key', () => {
  it('seals what older ones had sealed, so that they can go', async () => {
    const placed = await placedWith('hf_rotated');
    const { databaseUrl, natsUrl, natsToken } = api.app;
    const beside = { databaseUrl, natsUrl, natsToken };
    const rotating = await testApi({ sealKeys: [newer, older] }, beside);
    await rotating.app.get(TidySecrets).tidy();
    await rotating.close();
    const after = await testApi({ sealKeys: [newer] }, beside);
    const opened = await after.app.get(Secrets).open(placed.endpointId, [placed.secretId]);
    await after.close();
    expect(opened).toEqual({ [placed.secretId]: 'hf_rotated' });
    overhear();
    await api.app.get(TidySecrets).tidy();
    expect(logged.join()).toContain('secrets.lost');
  });
});

describe('the clear value', () => {
  const clear = `hf-${randomUUID()}`;
  const password = `pw-${randomUUID()}`;
  /** In any form that a store may give it. */
  const forms = [clear, password].flatMap((text) => [
    text,
    Buffer.from(text).toString('hex'),
    Buffer.from(text).toString('base64').slice(0, 40),
  ]);
  const found = (texts: readonly string[]) =>
    texts.filter((text) => forms.some((form) => text.includes(form)));

  it('is in no table, in no stream, in no log and in no answer', async () => {
    const answers = [
      await api.call('POST', '/v1/endpoints', {
        token: project.token,
        headers: { 'idempotency-key': randomUUID() },
        body: {
          name: 'sealed',
          model: 'tidegate/tiny',
          secrets: { HF_TOKEN: clear },
          image: { reference: 'registry.example.com/a:1', credentials: { username: 'robot', password } },
        },
      }),
    ];
    expect([answers[0]?.status, answers[0]?.text]).toEqual([201, expect.any(String)]);
    const { id } = answers[0]!.body;
    for (const path of ['', '/secrets', '/events', '/revisions'])
      answers.push(await api.call('GET', `/v1/endpoints/${id}${path}`, { token: project.token }));
    answers.push(
      await api.call('PATCH', `/v1/endpoints/${id}`, {
        token: project.token,
        body: { secrets: { HF_TOKEN: clear, 'not a name': clear } },
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 200, 400]);

    const [requested] = await api.eventsOf(id);
    const { secrets, image } = requested?.data['spec'] as ReturnType<typeof endpointSpec>;
    const ids = [...Object.values(secrets), image?.credentials ?? ''];
    const placed = { endpointId: id, replicaId: `repl-${hex()}`, secretId: ids[0] ?? '' };
    await api.append(`pool-${hex()}`, placement(id, placed.replicaId));
    const { values } = await ask(placed, { secretIds: ids });
    // What is looked for can be found.
    expect(found(Object.values(values))).toHaveLength(2);

    await api.eventually(async () => expect(await streamed()).toContain(id));
    expect(found(await streamed().then((text) => [text]))).toEqual([]);
    expect(found(await tables())).toEqual([]);
    expect(found(logged)).toEqual([]);
    expect(found(answers.map(({ text }) => text))).toEqual([]);
  });

  /** Everything that is in Postgres, row by row. */
  const tables = async (): Promise<string[]> => {
    const db = api.app.get(Db);
    const names = await db.query<{ name: string }>(sql`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`);
    expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(['es.events', 'api.sealed_values']));
    const rows = await Promise.all(
      names.map(({ name }) =>
        db.query<{ row: string }>({ text: `select t::text as row from ${name} t`, values: [] }),
      ),
    );
    return rows.flat().map(({ row }) => row);
  };

  /** Every message of every stream of the bus. */
  const streamed = async (): Promise<string> => {
    const manager = await api.app.get(Nats).manager();
    const texts: string[] = [];
    for await (const { config, state } of manager.streams.list())
      for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq++) {
        const message = await manager.streams.getMessage(config.name, { seq });
        if (message) texts.push(message.subject, message.string(), [...message.header].join());
      }
    return texts.join('\n');
  };
});
