/** What a replica has written, as far as its life needs it. */
export abstract class WrittenLines {
  /** At most `most` lines, oldest first, of both its outputs. */
  abstract last(replicaId: string, most: number): Promise<readonly string[]>;
  /** Resolves when all it has written so far is on its way, after two seconds at the latest. */
  abstract flush(replicaId: string): Promise<void>;
  /**
   * The replica has ended for good.
   * @returns whether its files hold nothing more that is to be delivered; if not, ask again later
   */
  abstract forget(replicaId: string): Promise<boolean>;
}
