import {
  NotRecordedView,
  RequestHourView as HourOfRequests,
  RequestView as RecordedRequest,
} from '@tidegate/contracts';
import { z } from 'zod';

const named = {
  /** What the token is called. */
  tokenName: z.string().nullable(),
};

export const RequestView = RecordedRequest.extend(named);
export type RequestView = z.infer<typeof RequestView>;
export const RequestHourView = HourOfRequests.extend(named);

const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    /** On the first page: requests of the asked time of which there is no record. */
    notRecorded: z.array(NotRecordedView),
  });
export const RequestPage = pageOf(RequestView);
export const RequestHourPage = pageOf(RequestHourView);

type Anonymous = Readonly<{ tokenId: string | null }>;

export const withName =
  (names: ReadonlyMap<string, string>) =>
  <Item extends Anonymous>(item: Item): Item & { tokenName: string | null } => ({
    ...item,
    tokenName: item.tokenId === null ? null : (names.get(item.tokenId) ?? null),
  });
