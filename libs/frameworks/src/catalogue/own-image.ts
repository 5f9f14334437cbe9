import type { ContainerTemplate } from '../framework.ts';

/** What an image of one's own is told: where to listen, and where its model is. */
export const OWN_IMAGE: ContainerTemplate = {
  program: { kind: 'image', entrypoint: null },
  args: [],
  environment: {
    PORT: { from: 'port' },
    MODEL_ID: { from: 'modelLocation' },
    MODEL_NAME: { from: 'servedName' },
  },
  gpus: 'optional',
  cachePath: null,
  sharedMemoryMib: 2048,
};
