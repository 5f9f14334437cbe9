import { describe, expect, it } from '@jest/globals';
import { ENDPOINT_NAME } from '@tidegate/contracts';
import { HARDWARE, frameworkOf } from '@tidegate/frameworks';
import fc from 'fast-check';
import { endpointOfNumber, numberOfEndpoint } from './endpoint-number.ts';
import { engineArgumentsFrom } from './engine-flags.ts';
import { inHubWords, nameFor, wishOfHub } from './hub-words.ts';
import { inProvisionWords, wishOfProvision } from './provision-words.ts';

describe('an endpoint’s number', () => {
  it('leads back to its id', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 12, maxLength: 12 }),
        (hex) => {
          const number = numberOfEndpoint(`endpt-${hex}`);
          expect(Number.isSafeInteger(number)).toBe(true);
          expect(endpointOfNumber(String(number))).toBe(`endpt-${hex}`);
        },
      ),
    );
  });

  it('leaves an id as it is', () => {
    expect(endpointOfNumber('endpt-0123456789ab')).toBe('endpt-0123456789ab');
  });
});

describe('a command line', () => {
  const vllm = frameworkOf('vllm');

  it('becomes engine arguments', () => {
    expect(
      engineArgumentsFrom('--max-model-len 4096 --dtype=auto --trust-remote-code', vllm, '/engine_args'),
    ).toEqual({
      engineArguments: { maxModelLen: 4096, dtype: 'auto', trustRemoteCode: true },
      problems: [],
    });
  });

  it('names what the framework does not know, and goes on after it', () => {
    const { engineArguments, problems } = engineArgumentsFrom('--rm -rf --dtype auto', vllm, '/engine_args');
    expect(problems.map(({ pointer, message }) => [pointer, message.split(' ')[0]])).toEqual([
      ['/engine_args', '--rm'],
    ]);
    expect(engineArguments).toEqual({ dtype: 'auto' });
  });

  it('keeps what is quoted together', () => {
    const { engineArguments } = engineArgumentsFrom(`--tokenizer "a b"`, vllm, '/engine_args');
    expect(engineArguments).toEqual({ tokenizer: 'a b' });
  });
});

describe('a run of a model hub', () => {
  it('is the same wish as one for /v1/endpoints', () => {
    const run = {
      deploy_name: 'chat',
      env: '{"A":"1"}',
      engine_args: '--dtype auto',
      min_replica: 0,
      max_replica: 2,
      resource_id: 1,
      runtime_framework_id: 'vllm',
      revision: 'main',
      secure_level: 1,
    };
    expect(wishOfHub('owner/name', run, true)).toEqual({
      wish: {
        name: 'chat',
        model: 'owner/name',
        environment: { A: '1' },
        engineArguments: { dtype: 'auto' },
        scaling: { minReplicas: 0, maxReplicas: 2 },
        hardware: HARDWARE[0]?.id,
        framework: 'vllm',
        modelSource: { kind: 'hub', revision: 'main' },
        visibility: 'public',
      },
      problems: [],
    });
  });

  it('changes only what it names', () => {
    expect(wishOfHub('owner/name', { max_replica: 3 }, false).wish).toEqual({ scaling: { maxReplicas: 3 } });
  });

  it('says what is wrong with its variables', () => {
    expect(wishOfHub('o/n', { env: 'A=1' }, true).problems).toEqual([
      { pointer: '/env', message: 'must be a JSON object of texts' },
    ]);
  });

  it('is told problems in its own words', () => {
    expect(inHubWords({ pointer: '/scaling/maxReplicas', message: 'x' }).pointer).toBe('/max_replica');
    expect(inHubWords({ pointer: '/engineArguments/dtype', message: 'x' }).pointer).toBe('/engine_args');
  });

  it('gets a name that fits the rule, whatever its model is called', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 120 }), (model) => {
        expect(nameFor(model)).toMatch(ENDPOINT_NAME);
      }),
    );
  });
});

describe('a provisioning', () => {
  it('is the same wish as one for /v1/endpoints', () => {
    expect(
      wishOfProvision({
        modelId: 'a/b-7B',
        hfToken: 't',
        minNodes: 0,
        maxNodes: 2,
        authMode: 'public',
        customDomain: 'm.example.com',
      }),
    ).toEqual({
      name: 'b-7B',
      model: 'a/b-7B',
      visibility: 'public',
      secrets: { HF_TOKEN: 't' },
      customDomains: ['m.example.com'],
      scaling: { minReplicas: 0, maxReplicas: 2 },
    });
  });

  it('is told problems in its own words', () => {
    expect(inProvisionWords({ pointer: '/model', message: 'x' }).pointer).toBe('/modelId');
  });
});
