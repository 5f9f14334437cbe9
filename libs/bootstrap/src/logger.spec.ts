import { describe, expect, it } from '@jest/globals';
import { JsonLogger } from './logger.ts';

const log = (write: (logger: JsonLogger) => void, level = 'debug'): Record<string, unknown>[] => {
  const lines: string[] = [];
  write(new JsonLogger('spec', level, { write: (line: string) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('the logger', () => {
  it('writes one JSON object a line, with time, level, service and context', () => {
    expect(log((logger) => logger.log('it works', 'Somewhere'))).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        service: 'spec',
        context: 'Somewhere',
        msg: 'it works',
      },
    ]);
  });

  it('turns an object into fields, and the text beside it into the message', () => {
    const [line] = log((logger) =>
      logger.warn({ event: 'replica.placed', replicaId: 'repl-1' }, 'placed', 'Place'),
    );
    expect(line).toMatchObject({
      level: 'warn',
      event: 'replica.placed',
      replicaId: 'repl-1',
      msg: 'placed',
      context: 'Place',
    });
  });

  it('keeps what it is told beside a text', () => {
    const [line] = log((logger) => logger.error('failed', 'at x.ts:1', 'Place'));
    expect(line).toMatchObject({ level: 'error', msg: 'failed', detail: 'at x.ts:1' });
  });

  it('writes an error with its cause, its stack and its code, and nothing that a library has hung on it', () => {
    const cause = Object.assign(new Error('ECONNREFUSED'), {
      code: 'ECONNREFUSED',
      request: { headers: 'x' },
    });
    const [line] = log((logger) => logger.error(new Error('cannot go on', { cause }), 'Place'));
    expect(line).toMatchObject({
      msg: 'cannot go on',
      err: {
        type: 'Error',
        message: 'cannot go on',
        stack: expect.stringContaining('logger.spec'),
        cause: { code: 'ECONNREFUSED' },
      },
    });
    expect(JSON.stringify(line)).not.toContain('headers');
  });

  it('says nothing below its level, and of Nest’s own start only when it is debugged', () => {
    const write = (logger: JsonLogger): void => {
      logger.debug('fine', 'Place');
      logger.log('Mapped {/x} route', 'RouterExplorer');
    };
    expect(log(write, 'info')).toEqual([]);
    expect(log(write, 'debug')).toHaveLength(2);
  });

  it('never writes a secret, however deep, whatever it is called, wherever in a text', () => {
    const SECRET = 'hunter2hunter2';
    const secrets = {
      token: SECRET,
      natsToken: SECRET,
      apiKey: SECRET,
      nested: {
        deeper: [
          {
            password: SECRET,
            clientSecret: SECRET,
            headers: { Authorization: `Bearer ${SECRET}`, cookie: SECRET },
          },
        ],
      },
      databaseUrl: `postgres://tidegate:${SECRET}@127.0.0.1:5432/tidegate`,
      credentials: { user: 'x', key: SECRET },
      note: `sent Authorization: Bearer ${SECRET} to nats://u:${SECRET}@bus`,
    };
    const lines = log((logger) => {
      logger.log(secrets, `with postgres://u:${SECRET}@db`, 'Place');
      logger.warn(`Bearer ${SECRET} is wrong`, 'Place');
      logger.error(
        new Error(`connect postgres://u:${SECRET}@db`, { cause: new Error(`Basic ${SECRET}`) }),
        'Place',
      );
      logger.error(Object.assign(new Error('x'), { token: SECRET }), 'Place');
      logger.error('failed', `stack of nats://u:${SECRET}@bus`, 'Place');
    });
    expect(lines).toHaveLength(5);
    expect(JSON.stringify(lines)).not.toContain(SECRET);
    expect(lines[0]).toMatchObject({ databaseUrl: 'postgres://tidegate:[redacted]@127.0.0.1:5432/tidegate' });
  });

  it('leaves alone what only sounds like one', () => {
    const fields = {
      tokenId: 'tok-1',
      promptTokens: 3,
      maxTokens: 5,
      isTokenValid: true,
      keys: ['a'],
      at: new Date(0),
    };
    expect(log((logger) => logger.log(fields, 'fine', 'Place'))[0]).toMatchObject({
      ...fields,
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  it('survives what goes round in circles', () => {
    const round: Record<string, unknown> = {};
    round['self'] = round;
    expect(log((logger) => logger.log(round, 'round', 'Place'))).toHaveLength(1);
  });
});
