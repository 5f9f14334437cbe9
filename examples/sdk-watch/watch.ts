// Says what happens in a project as it happens, and why it scales; goes on where it was after a broken connection. Ctrl-C ends it.
//   TIDEGATE_URL=http://127.0.0.1:7070 TIDEGATE_TOKEN=… node watch.ts
import { changesOf, clientOf } from '@tidegate/sdk';

const client = clientOf({
  url: process.env['TIDEGATE_URL'] ?? 'http://127.0.0.1:7070',
  token: process.env['TIDEGATE_TOKEN'] ?? '',
});
const stop = new AbortController();
process.on('SIGINT', () => stop.abort());

const onState = (state: string): void => console.error(`(${state})`);
for await (const item of changesOf(client, { signal: stop.signal, onState }))
  switch (item.kind) {
    case 'snapshot':
      for (const { name, state, replicas } of item.snapshot.endpoints)
        console.log(`${name} is ${state}, ${replicas.ready} of ${replicas.desired} replicas are ready`);
      break;
    case 'change': {
      const { at, type, event, endpointId } = item.change;
      const { text } = event.data;
      console.log(`${at} ${endpointId ?? ''} ${type} ${typeof text === 'string' ? text : ''}`.trimEnd());
      break;
    }
    case 'reset':
      console.log('too much happened meanwhile: from here on anew');
  }
