import { Inject, Injectable } from '@nestjs/common';
import { type Sealed, SealingKeys } from '@tidegate/bootstrap';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';

export type { Sealed };

/** Whose value it is. It is bound to it: moved to another row, it does not open. */
export type Belonging = Readonly<{ id: string; endpointId: string; name: string }>;

/** The platform's own secret key is the last one, so that what was sealed before there was a key for it still opens. */
@Injectable()
export class KeyRing {
  readonly #keys: SealingKeys;

  constructor(@Inject(API_SETTINGS) { sealKeys, secretKey }: ApiSettings) {
    this.#keys = new SealingKeys([...sealKeys, secretKey]);
  }

  /** The key that seals. */
  get newestId(): string {
    return this.#keys.newestId;
  }

  seal(value: string, belonging: Belonging): Sealed {
    return this.#keys.seal(value, bound(belonging));
  }

  /** @throws when its key is not known here, or it was changed, or it belongs to something else */
  open(sealed: Sealed, belonging: Belonging): string {
    return this.#keys.open(sealed, bound(belonging));
  }
}

const bound = ({ id, endpointId, name }: Belonging): string => `${id}\n${endpointId}\n${name}`;
