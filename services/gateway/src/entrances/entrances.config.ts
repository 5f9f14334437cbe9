import { statSync } from 'node:fs';
import { z } from 'zod';
import { DEFAULTS, type GatewaySettings } from '../settings.ts';
import { readPairNow } from './pair-files.gateway.ts';
import { BadPair } from './pair.gateway.ts';

const path = (what: string) => z.string().min(1).optional().describe(what);

export const ENTRANCE_VARIABLES = {
  TIDEGATE_TLS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('the port that callers reach by TLS, beside the plain one; none: no such port'),
  TIDEGATE_TLS_CERT_FILE: path('a PEM file: the certificate of hosts that no other one names, and its chain'),
  TIDEGATE_TLS_KEY_FILE: path('a PEM file: the key of that certificate'),
  TIDEGATE_TLS_FOLDER: path('a folder with one subfolder for each host: fullchain.pem and privkey.pem'),
  TIDEGATE_ACME_WEBROOT: path('the folder into which an ACME client puts .well-known/acme-challenge'),
};

type Values = Readonly<{
  [Name in keyof typeof ENTRANCE_VARIABLES]: z.infer<(typeof ENTRANCE_VARIABLES)[Name]>;
}>;

export const entranceSettings = (values: Values): Partial<GatewaySettings> => ({
  tlsPort: values.TIDEGATE_TLS_PORT,
  tlsPair: pairFiles(values),
  tlsFolder: values.TIDEGATE_TLS_FOLDER,
  certificatesEveryMs: DEFAULTS.certificatesEveryMs,
  acmeWebroot: values.TIDEGATE_ACME_WEBROOT,
});

/** What is wrong with them: each sentence begins with the variable to mend. */
export const entranceProblems = (values: Values): string[] => [
  ...tlsProblems(values),
  ...folderProblems('TIDEGATE_TLS_FOLDER', values.TIDEGATE_TLS_FOLDER),
  ...folderProblems('TIDEGATE_ACME_WEBROOT', values.TIDEGATE_ACME_WEBROOT),
];

const pairFiles = ({ TIDEGATE_TLS_CERT_FILE: certificateFile, TIDEGATE_TLS_KEY_FILE: keyFile }: Values) =>
  certificateFile === undefined || keyFile === undefined ? undefined : { certificateFile, keyFile };

const tlsProblems = (values: Values): string[] => {
  const {
    TIDEGATE_TLS_PORT: port,
    TIDEGATE_TLS_CERT_FILE: certificate,
    TIDEGATE_TLS_KEY_FILE: key,
    TIDEGATE_TLS_FOLDER: folder,
  } = values;
  if (certificate !== undefined && key === undefined)
    return ['TIDEGATE_TLS_KEY_FILE: is not set; give the file of the key of TIDEGATE_TLS_CERT_FILE'];
  if (certificate === undefined && key !== undefined)
    return ['TIDEGATE_TLS_CERT_FILE: is not set; give the file of the certificate of TIDEGATE_TLS_KEY_FILE'];
  const files = pairFiles(values);
  if (port === undefined)
    return (files ?? folder)
      ? ['TIDEGATE_TLS_PORT: is not set, so no certificate is served; give a port, e.g. 8443']
      : [];
  if (files) return pairProblems(files);
  return folder === undefined
    ? [
        'TIDEGATE_TLS_PORT: has no certificate; set TIDEGATE_TLS_CERT_FILE and TIDEGATE_TLS_KEY_FILE, or TIDEGATE_TLS_FOLDER',
      ]
    : [];
};

const pairProblems = (files: NonNullable<ReturnType<typeof pairFiles>>): string[] => {
  try {
    readPairNow(files);
    return [];
  } catch (error) {
    if (!(error instanceof BadPair)) throw error;
    const [variable, remedy] =
      error.half === 'certificate'
        ? ['TIDEGATE_TLS_CERT_FILE', 'give a PEM file with the certificate and its chain']
        : ['TIDEGATE_TLS_KEY_FILE', 'give the PEM file of the key that belongs to TIDEGATE_TLS_CERT_FILE'];
    return [`${variable}: ${error.message}; ${remedy}`];
  }
};

const folderProblems = (variable: string, folder: string | undefined): string[] => {
  if (folder === undefined || statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return [`${variable}: ${folder} is no folder; create it, and let the gateway read it`];
};
