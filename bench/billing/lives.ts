import type { Client } from 'pg';

/** So many of each life: placed, started, ready, idle times of its endpoint apart, draining, stopped. */
const EVENTS_OF_A_LIFE = 5;
const IN_A_STATEMENT = 10_000;
const SECOND_US = 1_000_000;
const BEGIN_US = 1_900_000_000 * SECOND_US;

const hex = (n: number): string => n.toString(16).padStart(12, '0');
const uuid = (n: number): string => `00000000-0000-4000-8000-${hex(n)}`;

type Row = Readonly<{ stream: string; version: number; type: string; data: object; atUs: number }>;

/** Replicas of many endpoints that start one after the other, each for some minutes. */
const lifeOf = (n: number): Row[] => {
  const replicaId = `repl-${hex(n)}`;
  const owner = { endpointId: `endpt-${hex(n % 500)}`, projectId: `proj-${hex(n % 50)}` };
  const whose = { replicaId, ...owner, revision: 1 };
  const nodeId = 'node-000000000001';
  const hardware = {
    id: 'h100-1x',
    gpuModel: 'H100',
    gpuCount: 1,
    gpuThousandths: 1000,
    vcpuMillis: 8000,
    memoryMib: 65_536,
  };
  const placedUs = BEGIN_US + n * SECOND_US;
  const startedUs = placedUs + 1_234_567;
  const stoppedUs = startedUs + 60 * SECOND_US + (n % 1000) * 777_777;
  const row = (version: number, type: string, atUs: number, data: object): Row => ({
    stream: replicaId,
    version,
    type,
    atUs,
    data: { ...whose, ...data },
  });
  return [
    row(1, 'ReplicaPlaced', placedUs, {
      cluster: 'local',
      nodeId,
      gpuIndices: [0],
      hardware,
      explanation: [],
    }),
    row(2, 'ReplicaStarted', startedUs, { nodeId, hardware, simulated: false, startedAtUs: startedUs }),
    row(3, 'ReplicaReady', startedUs + 20 * SECOND_US, {
      nodeId,
      host: '10.0.0.1',
      port: 8000,
      readyAtUs: startedUs + 20 * SECOND_US,
    }),
    row(4, 'ReplicaDraining', stoppedUs - SECOND_US, { cause: 'scaled_down' }),
    row(5, 'ReplicaStopped', stoppedUs, {
      nodeId,
      cause: 'scaled_down',
      exitCode: 0,
      neverReady: false,
      stoppedAtUs: stoppedUs,
      lastLines: [],
    }),
  ];
};

/** The log of so many replicas that run at the same time by hundreds. */
const logOf = (lives: number): Row[] =>
  Array.from({ length: lives }, (_, n) => lifeOf(n))
    .flat()
    .sort((a, b) => a.atUs - b.atUs || a.version - b.version);

/** Writes the lives straight into the log, which is not what is measured. @returns how many events */
export const writeLives = async (client: Client, lives: number): Promise<number> => {
  const rows = logOf(lives);
  const prices = `insert into es.events (position, stream_id, version, id, type, schema_version, correlation_id, causation_id, data, meta, occurred_at)
    values (1, 'rate-h100-1x', 1, $1, 'RatePublished', 2, $1, $1, '{"sku":"h100-1x","priceNanoUsdPerHour":3900000000,"effectiveFromUs":0}', '{}', now())`;
  await client.query(prices, [uuid(0xffffffffff)]);
  for (let from = 0; from < rows.length; from += IN_A_STATEMENT) {
    const part = rows.slice(from, from + IN_A_STATEMENT);
    await client.query(
      `insert into es.events (position, stream_id, version, id, type, schema_version, correlation_id, causation_id, data, meta, occurred_at)
         select e.position, e.stream_id, e.version, e.id, e.type, 1, e.id, e.id, e.data, '{}', to_timestamp(e.at_us / 1000000.0)
           from unnest($1::bigint[], $2::text[], $3::int[], $4::uuid[], $5::text[], $6::jsonb[], $7::bigint[])
                as e(position, stream_id, version, id, type, data, at_us)`,
      [
        part.map((_, n) => from + n + 2),
        part.map(({ stream }) => stream),
        part.map(({ version }) => version),
        part.map((_, n) => uuid(from + n)),
        part.map(({ type }) => type),
        part.map(({ data }) => JSON.stringify(data)),
        part.map(({ atUs }) => atUs),
      ],
    );
  }
  await client.query('analyze es.events');
  return lives * EVENTS_OF_A_LIFE + 1;
};
