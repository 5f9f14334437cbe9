import { Clock } from '@tidegate/eventing/nest';

/** The clock by which the facts of this agent's nodes are dated. */
export class NodeClock extends Clock {
  private constructor(private readonly zeroUs: number) {
    super();
  }

  /** The machine's own, which goes on through every restart of the agent, and begins anew with the machine. */
  static ofMachine(): NodeClock {
    return new NodeClock(0);
  }

  /**
   * Of nodes that the agent does not run on. It may itself be started again on another machine, whose clock that never
   * steps began at another moment, and its replicas' times must go on. So the wall clock is read once, when the
   * agent starts, and from there on time is counted by the clock that never steps: within one life of the agent
   * nothing jumps, and between two lives it jumps by what the wall clocks of their machines differ.
   */
  static ofCluster(clock: Clock): NodeClock {
    return new NodeClock(clock.nowUs() - clock.monotonicUs());
  }

  override monotonicUs(): number {
    return this.zeroUs + super.monotonicUs();
  }
}
