import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PairFiles } from './pem.ts';

export const scratchFolder = async (): Promise<{ path: string; remove: () => Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'tidegate-entrances-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
};

export const filesIn = (folder: string): PairFiles => ({
  certificateFile: join(folder, 'fullchain.pem'),
  keyFile: join(folder, 'privkey.pem'),
});

type Asked = Readonly<{ days?: number; hosts?: readonly string[] }>;

/** One element of ASN.1 in its distinguished encoding (X.690). */
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const [OID, UTF8, UTC_TIME, SEQUENCE, SET] = [0x06, 0x0c, 0x17, 0x30, 0x31];
const [OCTETS, BITS, INTEGER, DNS_NAME, EXTENSIONS, VERSION] = [0x04, 0x03, 0x02, 0x82, 0xa3, 0xa0];
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value));
const hex = (tag: number, value: string): Buffer => der(tag, Buffer.from(value, 'hex'));
/** `YYMMDDhhmmssZ` */
const time = (at: number): Buffer =>
  text(
    UTC_TIME,
    new Date(at)
      .toISOString()
      .replaceAll(/[-:T]|\.\d+/g, '')
      .slice(2),
  );

const ECDSA_WITH_SHA256 = der(SEQUENCE, hex(OID, '2a8648ce3d040302'));
const COMMON_NAME = hex(OID, '550403');
const ALTERNATIVE_NAMES = hex(OID, '551d11');
const DAY_MS = 86_400_000;

/** Writes a pair that signs itself (RFC 5280), where `files` says. @returns the certificate */
export const issue = async (
  { certificateFile, keyFile }: PairFiles,
  { days = 60, hosts = ['localhost'] }: Asked = {},
): Promise<string> => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, text(UTF8, hosts[0] ?? 'none'))));
  const names = der(SEQUENCE, ...hosts.map((host) => text(DNS_NAME, host)));
  const extensions = der(EXTENSIONS, der(SEQUENCE, der(SEQUENCE, ALTERNATIVE_NAMES, der(OCTETS, names))));
  const nowMs = Date.now();
  const content = der(
    SEQUENCE,
    der(VERSION, hex(INTEGER, '02')),
    der(INTEGER, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name,
    der(SEQUENCE, time(nowMs - DAY_MS), time(nowMs + days * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(hosts.length > 0 ? [extensions] : []),
  );
  const signature = sign('sha256', content, privateKey);
  const whole = der(SEQUENCE, content, ECDSA_WITH_SHA256, der(BITS, Buffer.from([0]), signature));
  const lines = whole.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd();
  const certificate = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
  await mkdir(dirname(certificateFile), { recursive: true });
  await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  await writeFile(certificateFile, certificate);
  return certificate;
};
