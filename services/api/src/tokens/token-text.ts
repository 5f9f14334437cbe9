/** `tg_<12 hex of the token’s id>_<43 characters of base64url>`: 256 random bits, and a shape that scanners know. */
const TOKEN = /^tg_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

export const tokenText = (tokenId: string, secret: string): string =>
  `tg_${tokenId.slice('tok-'.length)}_${secret}`;

/** Which token a text claims to be; undefined when it has not the shape of one. */
export const tokenIdIn = (text: string): string | undefined => {
  const digits = TOKEN.exec(text)?.[1];
  return digits === undefined ? undefined : `tok-${digits}`;
};
