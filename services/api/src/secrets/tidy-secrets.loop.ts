import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { KeyRing } from './key-ring.store.ts';
import { PlacedReplicas } from './placed-replicas.store.ts';
import { type SealedValue, SealedValues } from './sealed-values.store.ts';

const HOUR_MS = 3_600_000;

/**
 * At the start, and once an hour: values under an older key are sealed anew with the newest, so that the older one can be
 * taken away; values that no endpoint names are wiped, and replicas forgotten that ended long ago. Two processes at it do the same twice, and harm nothing.
 */
@Injectable()
export class TidySecrets implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('tidy-secrets');
  #timer: NodeJS.Timeout | undefined;
  #tidying: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly keys: KeyRing,
    private readonly values: SealedValues,
    private readonly placed: PlacedReplicas,
  ) {}

  onApplicationBootstrap(): void {
    void this.tidy();
    this.#timer = setInterval(() => void this.tidy(), HOUR_MS);
    this.#timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#tidying;
  }

  tidy(): Promise<void> {
    return (this.#tidying ??= this.#tidy()
      .catch((error: unknown) => {
        this.#log.warn(
          { event: 'secrets.not_tidied', error: String(error) },
          'secrets are tidied an hour later',
        );
      })
      .finally(() => (this.#tidying = undefined)));
  }

  async #tidy(): Promise<void> {
    const [resealed, lost] = await this.#resealAll();
    const wiped = await this.values.wipeOrphans();
    await this.placed.forgetEnded();
    if (lost > 0)
      this.#log.error(
        { event: 'secrets.lost', values: lost },
        `${String(lost)} sealed values do not open: their key is not among TIDEGATE_SEAL_KEYS, or they were changed`,
      );
    if (resealed > 0 || wiped > 0)
      this.#log.log(
        { event: 'secrets.tidied', resealed, wiped },
        `${String(resealed)} values sealed with the newest key, ${String(wiped)} wiped`,
      );
  }

  async #resealAll(): Promise<[resealed: number, lost: number]> {
    const counted: [number, number] = [0, 0];
    for (let after = ''; !this.#stopped;) {
      const page = await this.values.notSealedBy(this.keys.newestId, after);
      for (const value of page) counted[(await this.#reseal(value)) ? 0 : 1]++;
      after = page.at(-1)?.id ?? '';
      if (after === '') break;
    }
    return counted;
  }

  async #reseal(value: SealedValue): Promise<boolean> {
    const opened = this.#opened(value);
    if (opened === undefined) return false;
    await this.values.replace({ ...value, ...this.keys.seal(opened, value) });
    return true;
  }

  /** One that does not open, for want of its key or because it was changed, must not hold up the others. */
  #opened(value: SealedValue): string | undefined {
    try {
      return this.keys.open(value, value);
    } catch {
      return undefined;
    }
  }
}
