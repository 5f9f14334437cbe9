import { jetstream } from '@nats-io/jetstream';
import { connect, headers } from '@nats-io/transport-node';
import { SUBJECTS } from '@tidegate/contracts';
import type { Bus } from '@tidegate/eventing/nest';
import { testClock } from './crashing-shipper.spec-helper.ts';
import { noSecrets } from './no-secrets.spec-helper.ts';
import { Holes } from '../output/hole.gateway.ts';
import type { Batch } from './pending-lines.ts';
import { ReplicaLines } from './replica-lines.loop.ts';
import { LINE_DEFAULTS } from './settings.ts';
import { type Shipment, newShipment } from './shipment.ts';
import { ShipmentStore } from './shipment.store.ts';

// A program: the shipping of one replica alone, to be killed. Its argument is where to, and what.
const given = JSON.parse(process.argv[2] ?? '{}') as {
  url: string;
  token: string;
  folder: string;
  source: Shipment['source'];
};

const connection = await connect({ servers: given.url, ...(given.token && { token: given.token }) });
const stream = jetstream(connection);
const bus = {
  get connected() {
    return !connection.isClosed();
  },
  signal: async (_: string, batch: Batch, { id }: { id: string }) => {
    await stream.publish(SUBJECTS.lines(batch.endpointId), JSON.stringify(batch), {
      msgID: id,
      headers: headers(),
    });
  },
} as unknown as Bus;
const store = new ShipmentStore(given.folder);
const known = (await store.all()).shipments[0] ?? newShipment(given.source, testClock.nowUs());
const settings = { ...LINE_DEFAULTS, folder: given.folder, batchMs: 10, burstBytes: 1e9 };
const tools = { bus, clock: testClock, store, holes: new Holes(), secrets: noSecrets, settings };
const lines = new ReplicaLines(known, tools);
lines.list(given.source.groupId);
lines.start();
process.send?.('ships');
process.on('message', () => {
  void lines
    .flush()
    .then(() => lines.stop())
    .then(() => connection.close())
    .then(() => process.disconnect());
});
