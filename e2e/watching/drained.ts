import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { type Platform, eventually } from '../platform.ts';

/** Resolves when everything that agents have shipped has been taken in: a work queue keeps nothing else. */
export const linesAreStored = async (platform: Platform): Promise<void> => {
  const { NATS_URL: servers, NATS_TOKEN: token } = await platform.connections();
  const connection = await connect({ servers, token });
  try {
    const manager = await jetstreamManager(connection);
    await eventually(async () => {
      const { messages } = (await manager.streams.info('LINES')).state;
      if (messages > 0) throw new Error(`${String(messages)} batches are not stored`);
    }, 120_000);
  } finally {
    await connection.close();
  }
};
