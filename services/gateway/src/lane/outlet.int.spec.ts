import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { setImmediate as turnsEnd, setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Outlet } from './outlet.gateway.ts';

let server: Server;
let here: Socket;
let there: Socket;
let outlet: Outlet;
/** What arrived. */
let said = '';

beforeEach(async () => {
  said = '';
  server = createServer({ noDelay: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  there = connect((server.address() as AddressInfo).port, '127.0.0.1');
  [here] = (await once(server, 'connection')) as [Socket];
  outlet = new Outlet(here);
  // The writes of the spec before are long ago.
  await pause(5);
});
afterEach(async () => {
  jest.restoreAllMocks();
  here.destroy();
  there.destroy();
  server.close();
  await once(server, 'close');
});

const listen = (): void => void there.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
/** One write follows the other so closely that those after the first wait. */
const beBusy = (): void => {
  jest.spyOn(performance, 'now').mockReturnValue(performance.now());
  outlet.write('first ');
};

describe('what is written to a connection', () => {
  it('goes out at once in a quiet turn', () => {
    outlet.write('one');
    expect(here.bytesWritten).toBe(3);
    expect(outlet.isEmpty).toBe(true);
  });

  it('goes out at the end of a busy turn, in one piece and in order', async () => {
    listen();
    beBusy();
    for (const part of ['one ', 'two ', 'thr\xe9\xe9 ']) expect(outlet.write(part)).toBe(true);
    expect(here.bytesWritten).toBe(6);
    expect(outlet.isEmpty).toBe(false);
    await turnsEnd();
    expect(outlet.isEmpty).toBe(true);
    outlet.end();
    await once(there, 'end');
    expect(said).toBe('first one two thr\xe9\xe9 ');
  });

  it('goes out before bytes that come after it, and before the end', async () => {
    listen();
    beBusy();
    outlet.write('one ');
    outlet.writeBytes('two ', Buffer.from('three '), 'four ');
    outlet.write('five ');
    outlet.end();
    await once(there, 'end');
    expect(said).toBe('first one two three four five ');
  });

  it('does not wait when there is much of it, nor ask for more when nobody reads', async () => {
    there.pause();
    beBusy();
    const part = 'x'.repeat(16 * 1024);
    let wants = true;
    for (let n = 0; n < 4096 && wants; n++) wants = outlet.write(part);
    expect(wants).toBe(false);
    expect(here.writableNeedDrain).toBe(true);
    const drained = once(here, 'drain');
    listen();
    there.resume();
    await drained;
    expect(outlet.write('more')).toBe(true);
  });

  it('is let go with its connection', async () => {
    beBusy();
    outlet.write('one');
    here.destroy();
    await turnsEnd();
    expect(outlet.isEmpty).toBe(true);
  });
});
