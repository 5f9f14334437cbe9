import { Inject, Injectable } from '@nestjs/common';
import { type OutboundTarget, targetOf } from '@tidegate/bootstrap';
import type { Outcome } from './attempt.ts';
import { DELIVERY_SETTINGS, type DeliverySettings } from './settings.ts';

export type Target = OutboundTarget;
export type Refused = Extract<Outcome, { kind: 'refused' }>;

/** Where a URL leads, looked up once and judged. */
@Injectable()
export class Targets {
  constructor(@Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings) {}

  /** @throws when its name cannot be looked up, or not until `signal` says that it is enough */
  async find(url: string, signal: AbortSignal): Promise<Target | Refused> {
    const target = await targetOf(url, { allowPrivate: this.settings.allowPrivate, signal });
    return 'refused' in target ? { kind: 'refused', error: target.refused } : target;
  }
}
