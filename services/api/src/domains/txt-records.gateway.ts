import { Resolver } from 'node:dns/promises';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import type { TxtAnswer } from './domain-check.ts';

/** Of one try; the second one waits twice as long. */
const TIMEOUT_MS = 2000;
const TRIES = 2;
/** What says that there is nothing, and not that nobody answered. */
const NOTHING_THERE = new Set(['ENOTFOUND', 'ENODATA']);

/** TXT records as the name servers have them now: those named in the settings, else those of this machine. */
@Injectable()
export class TxtRecords implements BeforeApplicationShutdown {
  readonly #resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });

  constructor(@Inject(API_SETTINGS) { dnsServers }: ApiSettings) {
    if (dnsServers.length > 0) this.#resolver.setServers(dnsServers);
  }

  async lookUp(host: string): Promise<TxtAnswer> {
    try {
      const records = await this.#resolver.resolveTxt(host);
      // A text of more than 255 bytes comes in parts.
      return { texts: records.map((parts) => parts.join('')) };
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (typeof code !== 'string') throw error;
      return NOTHING_THERE.has(code) ? { texts: [] } : { silence: code };
    }
  }

  beforeApplicationShutdown(): void {
    this.#resolver.cancel();
  }
}
