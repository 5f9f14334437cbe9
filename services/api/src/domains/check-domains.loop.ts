import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Clock, type Lease, Leases } from '@tidegate/eventing/nest';
import { type CustomDomain, CustomDomains } from './custom-domains.store.ts';
import { DomainChecks } from './domain-checks.handler.ts';

const EVERY_MS = 5000;
const AT_ONCE = 8;
/** Of one round; what is due beyond it comes with the next. */
const MOST = 200;

/** Checks domains whose time has come. One process does, so that no name server is asked twice. */
@Injectable()
export class CheckDomains implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('check-domains');
  #lease: Lease | undefined;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #stopped = false;
  #lastProblem = '';

  constructor(
    private readonly leases: Leases,
    private readonly domains: CustomDomains,
    private readonly checks: DomainChecks,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.#lease = this.leases.keep('api.check-domains');
    this.#timer = setInterval(() => {
      this.#round ??= this.#checkDue().finally(() => (this.#round = undefined));
    }, EVERY_MS);
    this.#timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  async #checkDue(): Promise<void> {
    if (!this.#goesOn) return;
    try {
      const due = await this.domains.due(this.clock.nowUs(), MOST);
      const checkNext = async (): Promise<void> => {
        for (let next; this.#goesOn && (next = due.shift());) await this.#check(next);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, checkNext));
      this.#lastProblem = '';
    } catch (error) {
      this.#complain(error);
    }
  }

  async #check(domain: CustomDomain): Promise<void> {
    try {
      await this.checks.check(domain);
    } catch (error) {
      this.#complain(error);
      if (!this.#stopped) await this.checks.postpone(domain);
    }
  }

  get #goesOn(): boolean {
    return !this.#stopped && this.#lease?.held === true;
  }

  /** Once per cause: what fails each time must not fill the log. */
  #complain(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    if (problem !== this.#lastProblem)
      this.#log.warn(
        { event: 'domains.not_checked', error: problem },
        `domains are checked later: ${problem}`,
      );
    this.#lastProblem = problem;
  }
}
