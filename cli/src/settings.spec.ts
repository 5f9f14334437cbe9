import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failed } from './exits.ts';
import { readConfig, withProfile, withoutProfile, writeConfig } from './profiles.ts';
import { LOCAL, settingsOf } from './settings.ts';

const FAR = 'https://far.example.com';
const config = {
  current: 'far',
  profiles: {
    far: { url: FAR, token: 'far-token', project: 'ours' },
    near: { url: LOCAL, token: 'near-token' },
  },
};
let folder = '';
let file = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-cli-'));
  file = join(folder, 'tidegate', 'config.json');
  writeConfig(file, config);
});
afterAll(() => rmSync(folder, { recursive: true }));

const nothing = { url: null, token: null, keptToken: null };
const settings = (said = {}, defaults = {}) =>
  settingsOf(said, { ...nothing, configFile: file, ...defaults });

describe('where and who', () => {
  it('is said before it stands in the environment, and there before in a profile', () => {
    expect(settings()).toEqual({ url: FAR, token: 'far-token', project: 'ours', profile: 'far' });
    expect(settings({}, { token: 'env' })).toMatchObject({ url: FAR, token: 'env' });
    expect(settings({ token: 'said' }, { token: 'env' })).toMatchObject({ token: 'said' });
    expect(settings({}, { profile: 'near' })).toMatchObject({ url: LOCAL, token: 'near-token' });
    expect(settings({ profile: 'near' }, { url: FAR, token: 'env' })).toMatchObject({
      url: LOCAL,
      token: 'near-token',
    });
  });

  it('sends no token to another platform than its own', () => {
    expect(settings({ url: 'http://127.0.0.1:9' })).toMatchObject({ token: null });
    expect(settings({ url: 'http://127.0.0.1:9' }, { keptToken: 'kept' })).toMatchObject({ token: null });
    expect(settingsOf({}, { ...nothing, keptToken: 'kept' })).toMatchObject({ url: LOCAL, token: 'kept' });
  });

  it('is of a profile that there is', () => {
    expect(() => settings({ profile: 'none' })).toThrow(Failed);
  });
});

describe('profiles', () => {
  it('are for nobody else to read', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readConfig(file)).toEqual(config);
    expect(readConfig(join(folder, 'none'))).toEqual({ current: null, profiles: {} });
  });

  it('come, become current and go', () => {
    const two = withProfile(config, 'third', { url: LOCAL });
    expect([two.current, Object.keys(two.profiles)]).toEqual(['third', ['far', 'near', 'third']]);
    expect(withoutProfile(two, 'third')).toEqual({ current: null, profiles: config.profiles });
  });

  it('are not guessed when their file is broken', () => {
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{');
    expect(() => readConfig(broken)).toThrow('is not JSON');
  });
});
