import { ProjectId, Scope, TokenId } from '@tidegate/contracts';
import { z } from 'zod';
import { ROLES } from '../tokens/roles.ts';

export const SessionView = z.object({
  kind: z.enum(['operator', 'token']),
  actor: z.string().describe('`operator`, or the id of the token it stands for'),
  name: z.string().nullable().describe('the token’s'),
  projectId: ProjectId.nullable().describe('the project it acts in, where a request names no other'),
  scopes: z.array(Scope),
  role: z.enum([...ROLES, 'operator']).nullable(),
  signedInAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().describe('when it ends if it is not used any more'),
  tokenExpiresAt: z.iso.datetime().nullable(),
});
export type SessionView = z.infer<typeof SessionView>;

export const PresentSessionView = z.object({
  session: SessionView.nullable().describe('null: nobody is signed in with this browser'),
});
export type PresentSessionView = z.infer<typeof PresentSessionView>;

/** The token is told again as long as it lasts; null when the request was repeated under its key. */
export const InferenceTokenView = z.object({
  token: z.string().nullable(),
  tokenId: TokenId,
  projectId: ProjectId,
  expiresAt: z.iso.datetime(),
});
export type InferenceTokenView = z.infer<typeof InferenceTokenView>;

export const SignInCodeView = z.object({
  code: z.string().nullable().describe('null when the request was repeated: it is shown once'),
  path: z.string().nullable().describe('where a browser is signed in with it, once'),
  expiresAt: z.iso.datetime(),
});
export type SignInCodeView = z.infer<typeof SignInCodeView>;
