// Makes an endpoint, waits until it runs, asks it something as any OpenAI client would, says what that cost, and takes it away again.
//   TIDEGATE_URL=http://127.0.0.1:7070 TIDEGATE_TOKEN=… node deploy.ts
import { ApiError, WaitFailedError, clientOf, eventsOf, unwrap, waitFor } from '@tidegate/sdk';

const url = process.env['TIDEGATE_URL'] ?? 'http://127.0.0.1:7070';
const token = process.env['TIDEGATE_TOKEN'] ?? '';
const client = clientOf({ url, token });
const name = `example-${Date.now().toString(36)}`;

const ask = async (question: string): Promise<void> => {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: name, stream: true, messages: [{ role: 'user', content: question }] }),
  });
  if (!response.ok || !response.body) throw new ApiError(response.status, await response.json());
  for await (const { data } of eventsOf(response.body)) {
    if (data === '[DONE]') break;
    const { choices } = JSON.parse(data) as { choices: { delta: { content?: string } }[] };
    process.stdout.write(choices[0]?.delta.content ?? '');
  }
  process.stdout.write('\n');
};

const made = await unwrap(
  client.POST('/v1/endpoints', {
    body: {
      ...{ name, model: 'demo/double', framework: 'engine-double', hardware: 'cpu-1x' },
      scaling: { minReplicas: 1, maxReplicas: 2 },
    },
  }),
);
// Only a dry run answers with something else.
if (!('id' in made)) throw new Error('nothing was made');
const { id } = made;
const path = { endpointId: id };
try {
  await waitFor(client, id, {
    until: ({ replicas }) => replicas.ready > 0,
    onProgress: ({ state, reason }) => console.log(`${state}: ${reason.message}`),
  });
  await ask('Why did it scale?');
  const cost = await unwrap(client.GET('/v1/endpoints/{endpointId}/cost', { params: { path } }));
  console.log(`so far $${(Number(cost.costNanoUsd) / 1e9).toFixed(9)}`);
} catch (error) {
  if (!(error instanceof WaitFailedError)) throw error;
  console.error(`${error.message} ${error.endpoint.reason.nextStep}`);
  process.exitCode = 1;
} finally {
  await unwrap(client.DELETE('/v1/endpoints/{endpointId}', { params: { path }, body: { confirm: name } }));
}
