import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SUBJECTS, type TokensUsed } from '@tidegate/contracts';
import { Bus } from '@tidegate/eventing/nest';

const EVERY_MS = 60_000;
/** As many as one message may name; more in a minute are told with the next. */
const MOST_TOLD = 1000;

/** Tells once a minute which tokens opened a request. A token that is missed once is told the next time it is used. */
@Injectable()
export class TokenUses implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #used = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly bus: Bus) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.tell();
    }, EVERY_MS);
    this.#timer.unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.#timer);
    this.tell();
  }

  note(tokenId: string): void {
    if (this.#used.size < MOST_TOLD) this.#used.add(tokenId);
  }

  tell(): void {
    if (this.#used.size === 0) return;
    const told: TokensUsed = { tokenIds: [...this.#used] };
    this.#used.clear();
    this.bus.nudge(SUBJECTS.tokensUsed, told);
  }
}
