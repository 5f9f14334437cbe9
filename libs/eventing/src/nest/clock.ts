import { Injectable } from '@nestjs/common';

/** The only source of time for shells; pure code gets it as an argument. */
@Injectable()
export class Clock {
  /** Epoch microseconds, in steps of a millisecond. Whole, and exact in a double until the year 2255. */
  nowUs(): number {
    return Date.now() * 1000;
  }

  /** Microseconds of a clock that never steps; compares only within one boot of the machine. */
  monotonicUs(): number {
    return Number(process.hrtime.bigint() / 1000n);
  }
}
