import { describe, expect, it } from '@jest/globals';
import { access, readFile } from 'node:fs/promises';
import { parse } from 'yaml';

type Service = Readonly<{ image: string; profiles: string[]; volumes: string[]; command?: string[] }>;

const place = new URL('../../infra/compose/', import.meta.url);
const { services } = parse(await readFile(new URL('watching.yml', place), 'utf8')) as {
  services: Record<string, Service>;
};

describe.each(Object.entries(services))(
  '%s beside the platform',
  (_, { image, profiles, volumes, command }) => {
    it('is of a version, and starts only when it is asked for', () => {
      expect(image).toMatch(/:v?\d+\.\d+\.\d+$/);
      expect(profiles).toEqual(['watching']);
    });

    it('finds what it is given of this repository, and cannot change it', async () => {
      for (const volume of volumes.filter((one) => one.startsWith('../'))) {
        const [path = '', , mode] = volume.split(':');
        expect(mode).toBe('ro');
        await access(new URL(path, place));
      }
    });

    it('listens on this machine alone', () => {
      const addresses = (command ?? []).filter((one) => one.startsWith('--web.listen-address='));
      expect(addresses.every((one) => one.includes('=127.0.0.1:'))).toBe(true);
    });
  },
);
