import { stopNow } from './infra-end.ts';

/** Jest's globalTeardown. A run that is interrupted before it leaves nothing either: the servers have guards. */
export default stopNow;
