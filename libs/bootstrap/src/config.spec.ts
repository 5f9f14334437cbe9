import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineConfig } from './config.ts';

const shape = {
  TIDEGATE_SPEC_SECONDS: z.coerce.number().int().min(1).max(60).default(5).describe('how long'),
  TIDEGATE_SPEC_KEY: z.string().min(8).describe('needed'),
};
const config = () => defineConfig('spec', shape);

describe('the settings of a service', () => {
  const before = process.env;
  const set = (values: Record<string, string>) =>
    Object.assign(process.env, { TIDEGATE_SPEC_KEY: 'long enough' }, values);
  beforeEach(() => {
    process.env = {};
  });
  afterEach(() => {
    process.env = before;
  });

  it('have their defaults where nothing is set', () => {
    set({});
    expect(config()).toMatchObject({
      service: 'spec',
      TIDEGATE_SPEC_SECONDS: 5,
      natsUrl: 'nats://127.0.0.1:4222',
      natsToken: undefined,
      databaseUrl: undefined,
      logLevel: 'info',
      port: 0,
    });
  });

  it('are read from the environment', () => {
    set({
      TIDEGATE_SPEC_SECONDS: '60',
      NATS_URL: 'nats://bus:4222',
      NATS_TOKEN: 'x',
      DATABASE_URL: 'postgresql://u:p@db/tidegate',
      LOG_LEVEL: 'debug',
      TIDEGATE_SPEC_PORT: '8080',
    });
    expect(config()).toMatchObject({
      TIDEGATE_SPEC_SECONDS: 60,
      natsUrl: 'nats://bus:4222',
      natsToken: 'x',
      databaseUrl: 'postgresql://u:p@db/tidegate',
      logLevel: 'debug',
      port: 8080,
    });
    expect(config().check()).toEqual([]);
  });

  it('take an empty variable for one that is not set', () => {
    set({ TIDEGATE_SPEC_SECONDS: '', NATS_TOKEN: '', NATS_URL: '', LOG_LEVEL: '' });
    expect(config()).toMatchObject({ TIDEGATE_SPEC_SECONDS: 5, natsToken: undefined, logLevel: 'info' });
    set({ TIDEGATE_SPEC_KEY: '' });
    expect(config().check()).toEqual(['TIDEGATE_SPEC_KEY: is not set']);
  });

  it.each([
    ['TIDEGATE_SPEC_SECONDS', '0', />=1/],
    ['TIDEGATE_SPEC_SECONDS', '61', /<=60/],
    ['TIDEGATE_SPEC_SECONDS', '1.5', /int/],
    ['TIDEGATE_SPEC_SECONDS', 'soon', /number/],
    ['TIDEGATE_SPEC_KEY', 'short', />=8/],
    ['TIDEGATE_SPEC_PORT', '65536', /65535/],
    ['NATS_URL', 'http://bus', /must look like nats:\/\//],
    ['DATABASE_URL', 'mysql://db', /must look like postgres:\/\//],
    ['DATABASE_URL', 'db', /must look like postgres:\/\//],
    ['LOG_LEVEL', 'loud', /"error"\|"warn"\|"info"\|"debug"/],
  ])('with %s=%s name the variable and its bound, and not what it holds', (name, value, bound) => {
    set({ [name]: value });
    const problems = config().check();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: `));
    expect(problems[0]).toMatch(bound);
    expect(problems[0]!.slice(name.length)).not.toContain(` ${value}`);
    expect(() => config().TIDEGATE_SPEC_SECONDS).toThrow(`spec: ${name}`);
  });

  it('tell every problem at once', () => {
    process.env = { TIDEGATE_SPEC_SECONDS: '0', LOG_LEVEL: 'loud' };
    expect(
      config()
        .check()
        .map((problem) => problem.split(':')[0]),
    ).toEqual(['LOG_LEVEL', 'TIDEGATE_SPEC_SECONDS', 'TIDEGATE_SPEC_KEY']);
  });

  it('are read only when they are asked for, and once', () => {
    const lazy = config();
    set({ TIDEGATE_SPEC_SECONDS: '7' });
    expect(lazy.TIDEGATE_SPEC_SECONDS).toBe(7);
    set({ TIDEGATE_SPEC_SECONDS: '8' });
    expect(lazy.TIDEGATE_SPEC_SECONDS).toBe(7);
  });

  it('are looked at together once each of them is right', () => {
    const both = defineConfig('spec', shape, ({ TIDEGATE_SPEC_SECONDS, TIDEGATE_SPEC_KEY }) =>
      TIDEGATE_SPEC_SECONDS === TIDEGATE_SPEC_KEY.length ? ['TIDEGATE_SPEC_KEY: is as long as it lasts'] : [],
    );
    set({ TIDEGATE_SPEC_SECONDS: '61' });
    expect(both.check()).toEqual([expect.stringContaining('TIDEGATE_SPEC_SECONDS')]);
    set({ TIDEGATE_SPEC_SECONDS: '11' });
    expect(both.check()).toEqual(['TIDEGATE_SPEC_KEY: is as long as it lasts']);
    expect(() => both.TIDEGATE_SPEC_KEY).toThrow('is as long as it lasts');
    set({ TIDEGATE_SPEC_SECONDS: '12' });
    expect([both.check(), both.TIDEGATE_SPEC_KEY]).toEqual([[], 'long enough']);
  });
});
