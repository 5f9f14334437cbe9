type Known = Readonly<{ revokedAt: string | null; expiresAt: string | null }>;

export const stateOf = ({ revokedAt, expiresAt }: Known, now: number): 'valid' | 'revoked' | 'expired' => {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && new Date(expiresAt).getTime() <= now ? 'expired' : 'valid';
};
