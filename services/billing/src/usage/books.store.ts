import type { EventOf, Tx } from '@tidegate/eventing/nest';

/**
 * What keeps the books. Called by the consumer that keeps usage, inside its transaction, when everything before the event in the log is in
 * the tables of usage, and nothing after it.
 */
export abstract class Books {
  abstract credit(tx: Tx, event: EventOf<'CreditGranted'>): Promise<void>;
  abstract closeHour(tx: Tx, event: EventOf<'UsageHourClosed'>): Promise<void>;
  abstract closePeriod(tx: Tx, event: EventOf<'BillingPeriodClosed'>): Promise<void>;
}
