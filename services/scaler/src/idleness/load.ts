import type { EventNamed, Recorded } from '@tidegate/contracts';

/** Whether an endpoint is idle, as the log says it. Epoch microseconds. */
export type Load = Readonly<{
  version: number;
  isIdle: boolean;
  /** Of the last word: since when it is idle, or until when it was. */
  sinceUs: number;
  /** What each gateway had counted when it became idle. */
  counted: Readonly<Record<string, number>>;
  /** When it was last said to be idle. */
  idledAtUs: number;
}>;

export const NEVER_IDLE: Load = { version: 0, isIdle: false, sinceUs: 0, counted: {}, idledAtUs: 0 };

/** What the log says once it says this. */
export const loadAfter = (
  before: Load,
  event: Pick<
    Recorded<EventNamed<'EndpointIdled' | 'EndpointOccupied'>>,
    'type' | 'data' | 'version' | 'occurredAt'
  >,
): Load => {
  const { version, data } = event;
  return event.type === 'EndpointIdled'
    ? {
        version,
        isIdle: true,
        sinceUs: data.sinceUs,
        counted: (data as EventNamed<'EndpointIdled'>['data']).counted ?? {},
        idledAtUs: event.occurredAt.getTime() * 1000,
      }
    : { ...before, version, isIdle: false, sinceUs: data.sinceUs, counted: {} };
};
