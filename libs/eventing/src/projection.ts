import type { AnyEvent, EventNamed, EventType, Recorded } from '@tidegate/contracts';
import type { Sql } from './sql.ts';

type Handlers = {
  readonly [Type in EventType]?: (event: Recorded<EventNamed<Type>>) => Sql | readonly Sql[];
};

/** Events to SQL values: a read model as a pure function. It never reads; what it needs is in the event or in its own tables. */
export type Projection = Readonly<{
  /** Its durable name, `<service>.<what>`. */
  name: string;
  /** Raise it when the tables or the handlers change: the read model is then rebuilt beside the old one and switched. */
  version: number;
  /** The tables it owns, unqualified: they live in the service's schema. */
  tables: readonly string[];
  on: Handlers;
}>;

export const projection = (definition: Projection): Projection => definition;

/** What a projection makes of one event, in order. */
export const statementsOf = ({ on }: Projection, event: Recorded<AnyEvent>): readonly Sql[] => {
  const handler = on[event.type] as ((event: Recorded<AnyEvent>) => Sql | readonly Sql[]) | undefined;
  return handler ? [handler(event)].flat() : [];
};
