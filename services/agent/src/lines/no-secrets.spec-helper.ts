import type { KnownSecrets } from '../secrets/known-secrets.ts';
import { NOTHING_TO_MASK } from '../secrets/mask-values.ts';

/** Of replicas without any. */
export const noSecrets: Pick<KnownSecrets, 'of'> = { of: () => NOTHING_TO_MASK };
