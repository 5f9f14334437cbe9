import type { Replica } from './replica.ts';

/** One request's place at a replica. Taking it counts once, giving it back counts once, however many ways out are taken. */
export class Slot {
  #held = true;

  constructor(readonly replica: Replica) {
    replica.inFlight++;
    replica.endpoint.traffic.inFlight++;
  }

  /** False when it was given back before. */
  release(): boolean {
    if (!this.#held) return false;
    this.#held = false;
    this.replica.inFlight--;
    this.replica.endpoint.traffic.inFlight--;
    return true;
  }
}
