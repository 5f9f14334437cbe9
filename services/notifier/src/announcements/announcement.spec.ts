import { describe, expect, it } from '@jest/globals';
import { ENDPOINT_STATES, type EndpointState } from '@tidegate/contracts';
import { type Watched, announcementOf } from './announcement.ts';

const watched: Watched = {
  endpointId: 'endpt-0123456789ab',
  projectId: 'proj-0123456789ab',
  name: 'chat',
  url: 'https://example.com/hook',
  armed: true,
};
const reason = { code: 'exited', message: 'm', nextStep: 'n' };
const about = { webhookId: 'w', at: new Date(0) };
const becomes = (to: EndpointState, armed = true) =>
  announcementOf(
    { ...watched, armed },
    { endpointId: watched.endpointId, projectId: watched.projectId, from: 'starting', to, reason },
    about,
  );

describe('an endpoint whose owner wants to hear of it', () => {
  it('is announced when it is ready', () => {
    expect(becomes('running')).toEqual({
      webhookId: 'w',
      projectId: watched.projectId,
      url: watched.url,
      type: 'endpoint.ready',
      timestamp: '1970-01-01T00:00:00.000Z',
      data: {
        endpointId: watched.endpointId,
        projectId: watched.projectId,
        name: 'chat',
        state: 'running',
        reason,
        url: `/api/d/${watched.endpointId}`,
      },
    });
  });

  it('is announced when it failed, with the reason', () => {
    expect(becomes('deploy_failed')).toMatchObject({ type: 'endpoint.failed', data: { reason } });
  });

  it('is not announced twice', () => {
    expect(becomes('running', false)).toBeNull();
  });

  it('is announced in these states and in no other', () => {
    expect(ENDPOINT_STATES.filter((state) => becomes(state))).toEqual([
      'running',
      'build_failed',
      'deploy_failed',
      'runtime_error',
    ]);
  });
});
