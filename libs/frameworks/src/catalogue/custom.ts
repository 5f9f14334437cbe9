import type { Framework } from '../framework.ts';
import { OWN_IMAGE } from './own-image.ts';
import { PYTORCH } from './pytorch.ts';

/** Any image that answers HTTP on one port. */
export const CUSTOM: Framework = {
  ...PYTORCH,
  id: 'custom',
  title: 'Own image',
  description: 'Any image that answers HTTP on one port: 8080 unless you say another.',
  modelForm: 'in-image',
  launch: { container: OWN_IMAGE },
  parallelism: 'unknown',
};
