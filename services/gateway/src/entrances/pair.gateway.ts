import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto';
import { type SecureContext, createSecureContext } from 'node:tls';
import { isWholePem } from './pem.ts';
import { hostsIn } from './server-names.ts';

/** A certificate with its chain, and its key. */
export type Pair = Readonly<{
  hosts: readonly string[];
  expiresAtMs: number;
  fingerprint: string;
  certificate: string;
  key: string;
}>;

/** Which half of a pair is of no use, and why. */
export class BadPair extends Error {
  override readonly name = 'BadPair';

  constructor(
    readonly half: 'certificate' | 'key',
    problem: string,
  ) {
    super(problem);
  }
}

/** @throws BadPair unless the two can be served together */
export const pairOf = (certificate: string, key: string): Pair => {
  const leaf = leafOf(certificate);
  const secret = secretOf(key);
  if (!leaf.checkPrivateKey(secret)) throw new BadPair('key', 'it is not the key of the certificate');
  const pair = {
    hosts: hostsIn(leaf.subjectAltName),
    expiresAtMs: leaf.validToDate.getTime(),
    fingerprint: leaf.fingerprint256,
    certificate,
    key,
  };
  try {
    contextOf(pair);
  } catch (error) {
    throw new BadPair('certificate', `it cannot be served: ${(error as Error).message}`);
  }
  return pair;
};

export const contextOf = ({ certificate, key }: Pair): SecureContext =>
  createSecureContext({ cert: certificate, key, minVersion: 'TLSv1.2' });

const leafOf = (text: string): X509Certificate => {
  if (!isWholePem(text)) throw new BadPair('certificate', 'it is no PEM text, or not a whole one');
  try {
    // The first one of the chain is the host's own.
    return new X509Certificate(text);
  } catch {
    throw new BadPair('certificate', 'it holds no certificate that can be read');
  }
};

/** What the library says of a key that it cannot read is left out: it may quote it. */
const secretOf = (text: string): KeyObject => {
  if (!isWholePem(text)) throw new BadPair('key', 'it is no PEM text, or not a whole one');
  try {
    return createPrivateKey(text);
  } catch {
    throw new BadPair('key', 'it holds no private key that can be read without a passphrase');
  }
};
