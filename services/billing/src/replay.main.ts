import { connectionsOf, runService } from '@tidegate/bootstrap';
import { Clock, EventStore } from '@tidegate/eventing/nest';
import { VerifyModule } from './billing.module.ts';
import { billingOptions, config } from './config.ts';
import { LogReplay } from './costs/log-replay.store.ts';
import { Calendar } from './periods/calendar.ts';
import { Facts } from './rating/bill.ts';

/** The first finds cold code. */
const ROUNDS = 3;

/** Computes everybody's bill from the log alone, and says in JSON, a line each time, how long that took. */
const service = await runService(
  { connections: connectionsOf(config), module: VerifyModule.with(billingOptions), logLevel: 'error' },
  0,
);
const [replay, store] = [LogReplay, EventStore].map((token) =>
  service.app.get<unknown>(token, { strict: false }),
) as [LogReplay, EventStore];
for (let round = 0; round < ROUNDS; round++) {
  const startedAt = performance.now();
  const facts = new Facts(new Calendar(billingOptions.timeZone));
  const events = await replay.into(facts, 0, await store.head());
  const sums = facts.due(service.app.get(Clock, { strict: false }).nowUs()).length;
  const milliseconds = performance.now() - startedAt;
  process.stdout.write(`${JSON.stringify({ events, sums, milliseconds })}\n`);
}
await service.stop();
process.exit(0);
