/** Where a service finds the two servers it stands on. */
export abstract class Connections {
  abstract readonly service: string;
  abstract readonly natsUrl: string;
  abstract readonly natsToken: string | undefined;
  /** Absent in an agent: it speaks only with the bus. */
  abstract readonly databaseUrl: string | undefined;
}
