import type { Platform } from '../platform.ts';
import { issue } from './start.ts';

const AT_ONCE = 4;

/** A project with so many endpoints that wait for hardware which this machine has not; a token of it. */
export const crowd = async (platform: Platform, count: number): Promise<string> => {
  const operator = await platform.secret('operator-token');
  const { body: project } = await platform.ask<{ id: string }>(
    'POST',
    '/v1/projects',
    { name: 'crowd' },
    operator,
  );
  const quotas = { endpoints: count, replicasPerEndpoint: 5, gpus: 8 * count, priority: 0 };
  await platform.ask('PUT', `/v1/projects/${project.id}/quotas`, quotas, operator);
  const { token } = await issue(platform, project.id, 'reader');
  let next = 0;
  const make = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      const spec = {
        name: `crowd-${String(n)}`,
        model: 'demo/crowd-405b',
        framework: 'engine-double',
        hardware: 'h100-8x',
        scaling: { minReplicas: 0, maxReplicas: 1 },
      };
      const { status, body } = await platform.ask('POST', '/v1/endpoints', spec, token);
      if (status >= 300) throw new Error(`crowd-${String(n)}: ${JSON.stringify(body)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, make));
  return token;
};
