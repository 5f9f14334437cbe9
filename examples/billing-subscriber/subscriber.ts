// Somebody else’s billing system: keeps a bill from Tidegate’s events, and holds it against what Tidegate says.
//   node subscriber.ts          listens, and says the difference every ten seconds
//   node subscriber.ts --once   says it once; ends with 1 if there is any
import { appendFile, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { type Consumer, jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { type Fact, WANTED, usageOf } from './bill.ts';

const { NATS_URL, NATS_USER, NATS_PASSWORD, NATS_TOKEN, TIDEGATE_URL, TIDEGATE_TOKEN } = process.env;
const { FACTS_FILE = 'facts.ndjson', CONSUMER = 'billing' } = process.env;

/** By their place in the log: an event that comes again is known. Each is one line of a file; one that was torn off is no line. */
const facts = new Map<number, Fact>();
for (const line of (await readFile(FACTS_FILE, 'utf8').catch(() => '')).split('\n'))
  try {
    const fact = JSON.parse(line) as Fact;
    facts.set(fact.sequence, fact);
  } catch {
    continue;
  }

/** Acknowledged when it is on the disk, and not before: what is not comes again. */
const take = async (consumer: Consumer): Promise<void> => {
  for await (const message of await consumer.consume()) {
    const type = message.subject.split('.')[3] ?? '';
    const fact: Fact = { sequence: message.seq, type, data: message.json() };
    if (WANTED.includes(type) && !facts.has(fact.sequence)) {
      await appendFile(FACTS_FILE, `\n${JSON.stringify(fact)}`, { flush: true });
      facts.set(fact.sequence, fact);
    }
    message.ack();
  }
};

type Said = { projectId: string; costNanoUsd: string; position: number; asOfUs: number };
const ask = async (path: string): Promise<Said> => {
  const headers = { authorization: `Bearer ${String(TIDEGATE_TOKEN)}` };
  const response = await fetch(new URL(path, TIDEGATE_URL), { headers });
  if (!response.ok) throw new Error(`${path} answered ${String(response.status)}`);
  return (await response.json()) as Said;
};

/** Both bills from the same events up to the same moment: they are equal to the last billionth of a dollar. */
const reconcile = async (consumer: Consumer): Promise<bigint> => {
  const { projectId } = await ask('/v1/me');
  const { costNanoUsd, position, asOfUs } = await ask('/v1/cost?limit=1');
  // Everything up to the position is here, in whatever order it came.
  while ((await consumer.info()).ack_floor.stream_seq < position) await wait(100);
  const ours = usageOf(facts.values(), { projectId, position, asOfUs });
  const difference = ours - BigInt(costNanoUsd);
  console.log(
    JSON.stringify({
      position,
      oursNanoUsd: String(ours),
      theirsNanoUsd: costNanoUsd,
      differenceNanoUsd: String(difference),
    }),
  );
  return difference;
};

const login = {
  ...(NATS_USER && { user: NATS_USER }),
  ...(NATS_PASSWORD && { pass: NATS_PASSWORD }),
  ...(NATS_TOKEN && { token: NATS_TOKEN }),
};
// Answers to this user come below its own name: it may hear nobody else’s.
const connection = await connect({ servers: NATS_URL ?? '', inboxPrefix: '_INBOX_billing', ...login });
const consumer = await jetstream(connection).consumers.get('LOG', CONSUMER);
const taking = take(consumer);
if (process.argv.includes('--once')) {
  process.exitCode = (await reconcile(consumer)) === 0n ? 0 : 1;
  await connection.close();
} else for (;;) await Promise.race([taking, reconcile(consumer).then(() => wait(10_000))]);
