import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { config } from '../config.ts';
import { filesIn, issue, scratchFolder } from './certificates.spec-helper.ts';
import { ENTRANCE_VARIABLES, entranceSettings } from './entrances.config.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
const pair = () => filesIn(scratch.path);
beforeAll(async () => {
  scratch = await scratchFolder();
  await issue(pair());
  await issue(filesIn(join(scratch.path, 'other')));
  await writeFile(join(scratch.path, 'half.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n');
});
afterAll(() => scratch.remove());
// An empty variable counts as none.
afterEach(() => {
  for (const name of Object.keys(ENTRANCE_VARIABLES)) process.env[name] = '';
});

const problemsWith = (given: Partial<Record<keyof typeof ENTRANCE_VARIABLES, string>>): readonly string[] => {
  Object.assign(process.env, given);
  return config.check();
};
const certificate = () => ({
  TIDEGATE_TLS_PORT: '8443',
  TIDEGATE_TLS_CERT_FILE: pair().certificateFile,
  TIDEGATE_TLS_KEY_FILE: pair().keyFile,
});

describe('the settings of the entrances', () => {
  it('may be none', () => {
    expect(problemsWith({})).toEqual([]);
    expect(entranceSettings({} as never)).toMatchObject({ tlsPort: undefined, tlsPair: undefined });
  });

  it('may be a pair, a folder, or both', () => {
    expect(problemsWith(certificate())).toEqual([]);
    expect(problemsWith({ TIDEGATE_TLS_FOLDER: scratch.path })).toEqual([]);
    expect(problemsWith({ TIDEGATE_TLS_CERT_FILE: '', TIDEGATE_TLS_KEY_FILE: '' })).toEqual([]);
  });

  it.each([
    [{ TIDEGATE_TLS_PORT: '8443' }, 'TIDEGATE_TLS_PORT: has no certificate; set TIDEGATE_TLS_CERT_FILE and'],
    [{ TIDEGATE_TLS_CERT_FILE: '/x' }, 'TIDEGATE_TLS_KEY_FILE: is not set; give the file of the key'],
    [{ TIDEGATE_TLS_KEY_FILE: '/x' }, 'TIDEGATE_TLS_CERT_FILE: is not set; give the file of the certificate'],
    [{ TIDEGATE_TLS_CERT_FILE: '/x', TIDEGATE_TLS_KEY_FILE: '/y' }, 'TIDEGATE_TLS_PORT: is not set, so no'],
    [{ TIDEGATE_TLS_PORT: '65536' }, 'TIDEGATE_TLS_PORT: '],
    [
      { TIDEGATE_TLS_PORT: '1', TIDEGATE_TLS_FOLDER: '/nowhere' },
      'TIDEGATE_TLS_FOLDER: /nowhere is no folder; create it, and let the gateway read it',
    ],
    [{ TIDEGATE_ACME_WEBROOT: '/nowhere' }, 'TIDEGATE_ACME_WEBROOT: /nowhere is no folder; create it'],
  ])('say which one is wrong and what to do: %j', (given, sentence) => {
    expect(problemsWith(given)).toEqual([expect.stringContaining(sentence)]);
  });

  it('say what is wrong with a file', () => {
    const { TIDEGATE_TLS_CERT_FILE: file } = certificate();
    expect(problemsWith({ ...certificate(), TIDEGATE_TLS_CERT_FILE: '/nowhere.pem' })).toEqual([
      'TIDEGATE_TLS_CERT_FILE: /nowhere.pem is not there; give a PEM file with the certificate and its chain',
    ]);
    expect(problemsWith({ TIDEGATE_TLS_CERT_FILE: join(scratch.path, 'half.pem') })).toEqual([
      expect.stringContaining('TIDEGATE_TLS_CERT_FILE: it is no PEM text, or not a whole one'),
    ]);
    const other = filesIn(join(scratch.path, 'other')).keyFile;
    expect(problemsWith({ TIDEGATE_TLS_CERT_FILE: file, TIDEGATE_TLS_KEY_FILE: other })).toEqual([
      'TIDEGATE_TLS_KEY_FILE: it is not the key of the certificate; give the PEM file of the key that belongs to TIDEGATE_TLS_CERT_FILE',
    ]);
    expect(problemsWith({ TIDEGATE_TLS_KEY_FILE: scratch.path })).toEqual([
      expect.stringContaining('TIDEGATE_TLS_KEY_FILE: '),
    ]);
  });
});
