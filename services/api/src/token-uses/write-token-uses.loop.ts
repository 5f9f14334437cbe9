import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SUBJECTS, TokensUsed } from '@tidegate/contracts';
import { Bus, Clock } from '@tidegate/eventing/nest';
import { TokenUses } from './token-uses.store.ts';

const EVERY_MS = 60_000;

/** Writes once a minute which tokens were used, here and by whoever else checks tokens and says so on the bus. */
@Injectable()
export class WriteTokenUses implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('write-token-uses');
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #unlisten: (() => void) | undefined;

  constructor(
    private readonly uses: TokenUses,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.#unlisten = this.bus.listen(SUBJECTS.tokensUsed, (data) => {
      const told = TokensUsed.safeParse(data).data;
      for (const tokenId of told?.tokenIds ?? []) this.uses.note(tokenId, this.clock.nowUs());
    });
    this.#timer = setInterval(() => void this.#write(), EVERY_MS);
    this.#timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#unlisten?.();
    await this.#writing;
    await this.#write();
  }

  #write(): Promise<void> {
    return (this.#writing ??= this.uses
      .write()
      .catch((error: unknown) => {
        this.#log.warn(
          { event: 'token_uses.not_written', error: String(error) },
          'when tokens were used is written a minute later',
        );
      })
      .finally(() => (this.#writing = undefined)));
  }
}
