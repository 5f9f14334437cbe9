import type { z } from 'zod';
import type { ProjectId } from './ids.ts';

/**
 * The secret that a project’s webhooks are signed with, in the form of the Standard Webhooks specification: derived from
 * the platform’s own key, so that it is stored nowhere and whoever holds the key finds it again.
 * @param hmacSha256 HMAC-SHA256 under the platform’s key
 */
export const webhookSecret = (
  hmacSha256: (message: string) => Uint8Array,
  projectId: z.infer<typeof ProjectId>,
): string => `whsec_${btoa(String.fromCharCode(...hmacSha256(`webhook/1/${projectId}`)))}`;
