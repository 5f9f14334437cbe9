// A program: what an agent does for the lines of its replicas, and the replicas, which write what they are told to.
import { Module } from '@nestjs/common';
import { runService } from '@tidegate/bootstrap';
import { Bus, Clock, EventingModule } from '@tidegate/eventing/nest';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ENDPOINT, type Order, PROJECT } from './place.ts';

type Shipping = Readonly<{ list: (group: number) => void; start: () => void; flush: () => Promise<void> }>;
type Parts = Readonly<{
  ReplicaLines: new (shipment: unknown, tools: unknown) => Shipping;
  newShipment: (source: unknown, nowUs: number) => unknown;
  ShipmentStore: new (folder: string) => unknown;
  Holes: new () => unknown;
  LINE_DEFAULTS: object;
  NOTHING_TO_MASK: unknown;
}>;

/** One replica’s shipping sends a batch after the other: a node has many. */
const REPLICAS = 16;
const TURN_MS = 10;
/** Two hundred bytes, as a server writes them of a request. */
const FILLER =
  'INFO 2030-01-31T00:00:00.000 server.py:217 "POST /v1/chat/completions HTTP/1.1" 200 prompt_tokens=512 completion_tokens=128 ttft_ms=41.7 total_ms=1812.3 client=192.0.2.7';

const agent = async (): Promise<Parts> => {
  const files = ['lines/replica-lines.loop', 'lines/shipment', 'lines/shipment.store', 'output/hole.gateway'];
  const parts = await Promise.all(
    [...files, 'lines/settings', 'secrets/mask-values'].map(
      (file) =>
        import(new URL(`../../services/agent/dist/${file}.js`, import.meta.url).href) as Promise<object>,
    ),
  );
  return Object.assign({}, ...parts) as Parts;
};

const folder = process.argv[2] ?? '';
const { NATS_URL: natsUrl = '', NATS_TOKEN: natsToken } = process.env;
class Service {}
Module({ imports: [EventingModule.forBus({ service: 'agent' })] })(Service);
const connections = {
  service: 'agent',
  natsUrl,
  natsToken,
  databaseUrl: undefined,
};
const service = await runService({ connections, module: Service, logLevel: 'error' }, 0);
const { ReplicaLines, newShipment, ShipmentStore, Holes, LINE_DEFAULTS, NOTHING_TO_MASK } = await agent();
const clock = service.app.get(Clock);

/** Without the limit of what a replica may write: it is the way of a line that is measured. */
const begin = async (n: number) => {
  const replicaFolder = join(folder, `replica-${String(n)}`);
  const lines = join(replicaFolder, 'lines');
  await mkdir(lines, { recursive: true });
  const output = { stdout: join(replicaFolder, 'stdout.log'), stderr: join(replicaFolder, 'stderr.log') };
  const [file, errors] = [await open(output.stdout, 'a'), await open(output.stderr, 'a')];
  await errors.close();
  const source = {
    replicaId: `repl-${String(n).padStart(12, '0')}`,
    endpointId: ENDPOINT,
    projectId: PROJECT,
    groupId: process.pid,
    output,
  };
  const shipping = new ReplicaLines(newShipment(source, clock.nowUs()), {
    bus: service.app.get(Bus),
    clock,
    store: new ShipmentStore(lines),
    holes: new Holes(),
    secrets: { of: () => NOTHING_TO_MASK },
    settings: { ...LINE_DEFAULTS, folder: lines, bytesPerSecond: 1e12, burstBytes: 1e12 },
  });
  shipping.list(process.pid);
  shipping.start();
  return file;
};

const files = await Promise.all(Array.from({ length: REPLICAS }, (_, n) => begin(n)));

/** Each line begins with when it was written. */
const write = async ({ linesPerSecond, seconds }: Order): Promise<void> => {
  const startedAt = Date.now();
  const all = Math.round(linesPerSecond * seconds);
  for (let written = 0, turn = 0; written < all; turn++) {
    const due = Math.min(all, Math.ceil(((Date.now() - startedAt) / 1000) * linesPerSecond));
    if (due > written) {
      const line = `${String(Date.now())} ${FILLER}\n`;
      await files[turn % REPLICAS]?.appendFile(line.repeat(due - written));
      written = due;
    }
    await pause(TURN_MS);
  }
};

process.on('message', (order: Order) => {
  void write(order).then(() => process.send?.('written'));
});
process.send?.('ready');
