import { describe, expect, it } from '@jest/globals';
import { ENDPOINT_STATES, type EndpointState } from '@tidegate/contracts';
import {
  type Watched,
  announcementOf,
  disabledAnnouncementOf,
  rolloutAnnouncementOf,
} from './announcement.ts';

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

describe('an endpoint whose rollout is over', () => {
  const { endpointId, projectId } = watched;
  const finished = { endpointId, projectId, from: 1, to: 3, outcome: 'aborted', reason } as const;

  it('is announced each time, with the outcome', () => {
    for (const armed of [true, false])
      expect(rolloutAnnouncementOf({ ...watched, armed }, finished, about)).toEqual({
        webhookId: 'w',
        projectId,
        url: watched.url,
        type: 'endpoint.rollout_finished',
        timestamp: '1970-01-01T00:00:00.000Z',
        data: {
          endpointId,
          projectId,
          name: 'chat',
          from: 1,
          to: 3,
          outcome: 'aborted',
          reason,
          url: `/api/d/${endpointId}`,
        },
      });
  });

  it('is passed over when nobody wants to hear of it', () => {
    expect(rolloutAnnouncementOf({ ...watched, url: null }, finished, about)).toBeNull();
  });
});

describe('an endpoint that was disabled', () => {
  it('is announced with who did it', () => {
    const { endpointId, projectId } = watched;
    expect(
      disabledAnnouncementOf(watched, { endpointId, projectId, by: 'operator', reason }, about),
    ).toMatchObject({
      type: 'endpoint.disabled',
      data: { by: 'operator', reason },
    });
  });
});
