import { type AnyEvent, EVERYBODYS_EVENTS, type EventType, type Recorded } from '@tidegate/contracts';
import { heardBy } from './heard-by.ts';

type Event = Recorded<AnyEvent>;
/** A page of the log, oldest first: what the project's own events are, and what is everybody's. */
export type Pages = Readonly<{ own: readonly Event[]; everybodys: readonly Event[] }>;
export type Step = Readonly<{
  events: readonly Event[];
  /** Where the next page begins; null: the replay is over. */
  nextPosition: number | null;
}>;

export const everybodysIn = (types: readonly EventType[]): EventType[] =>
  types.filter((type) => (EVERYBODYS_EVENTS as readonly EventType[]).includes(type));

/** What of two pages of at most `limit` events a webhook hears up to a position, in the order of the log. */
export const stepOf = (
  { own, everybodys }: Pages,
  { webhookId, toPosition, limit }: Readonly<{ webhookId: string; toPosition: number; limit: number }>,
): Step => {
  // Behind the end of a page that is full there may be more: what the other page has beyond it waits for the next step.
  const ends = [own, everybodys].flatMap((page) => (page.length < limit ? [] : [page.at(-1)?.position ?? 0]));
  const end = Math.min(toPosition, ...ends);
  const events = [...own, ...everybodys.filter(({ tenantId }) => tenantId === null)]
    .filter((event) => event.position <= end && isHeard(event, webhookId))
    .sort((a, b) => a.position - b.position);
  return { events, nextPosition: end < toPosition ? end + 1 : null };
};

const isHeard = (event: Event, webhookId: string): boolean => {
  const heard = heardBy(event);
  return heard.kind === 'subscribed' && heard.but !== webhookId;
};
