import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import type { Encoding } from './console-paths.ts';

export type ConsoleFile = Readonly<{ bytes: Buffer; etag: string }>;

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);
const BROTLI_QUALITY = 8;
/** More than any console has: what was built before and is gone is then forgotten. */
const MOST = 1000;

/** The built console. Each file is read and packed once, and again when it has changed. */
@Injectable()
export class ConsoleFiles {
  readonly #kept = new Map<string, Promise<ConsoleFile>>();

  constructor(@Inject(API_SETTINGS) private readonly settings: ApiSettings) {}

  /** @param path of the form that `meantBy` lets through: it leads nowhere else */
  async find(path: string, encoding: Encoding): Promise<ConsoleFile | undefined> {
    const place = join(this.settings.consoleFolder, path);
    const found = await stat(place).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    const key = `${encoding} ${path} ${String(found.mtimeMs)} ${String(found.size)}`;
    if (this.#kept.size >= MOST) this.#kept.clear();
    let file = this.#kept.get(key);
    if (!file) {
      file = packed(place, encoding);
      this.#kept.set(key, file);
      // The next one tries again.
      file.catch(() => this.#kept.delete(key));
    }
    return file.catch(() => undefined);
  }
}

const packed = async (place: string, encoding: Encoding): Promise<ConsoleFile> => {
  const plain = await readFile(place);
  const digest = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  return { bytes: await packedBytes(plain, encoding), etag: `"${digest}-${encoding}"` };
};

const packedBytes = (plain: Buffer, encoding: Encoding): Promise<Buffer> | Buffer => {
  switch (encoding) {
    case 'identity':
      return plain;
    case 'gzip':
      return gzipped(plain, { level: constants.Z_BEST_COMPRESSION });
    case 'br':
      return brotlied(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
  }
};
