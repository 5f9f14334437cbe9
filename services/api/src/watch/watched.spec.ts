import { describe, expect, it } from '@jest/globals';
import { type AnyEvent, type Recorded, registry } from '@tidegate/contracts';
import { WATCHED_TYPES, isWanted, lastOfEach } from './watched.ts';

const projectId = 'proj-0123456789ab';
const endpointId = 'endpt-0123456789ab';
const event = (type: string, position = 1, data: object = {}) =>
  ({
    type,
    position,
    tenantId: projectId,
    data: { endpointId, projectId, ...data },
  }) as unknown as Recorded<AnyEvent>;

describe('what is watched', () => {
  it('is what the log says of a project, but not its tokens', () => {
    expect(WATCHED_TYPES).toEqual(
      expect.arrayContaining(['EndpointRequested', 'ReplicaReady', 'ScaleDecided']),
    );
    const others = WATCHED_TYPES.filter(
      (type) => registry[type].channel !== 'LOG' || /^Token|^Node/.test(type),
    );
    expect(others).toEqual([]);
  });

  it('holds no field that must not be shown', () => {
    for (const type of WATCHED_TYPES)
      expect(
        Object.keys(registry[type].schema.shape).filter((name) =>
          /(?<!^lines)sha256|value|password/i.test(name),
        ),
      ).toEqual([]);
  });

  it('may be narrowed to an endpoint and to types', () => {
    const whole = { projectId, endpointId: null, types: null };
    expect(isWanted(event('ReplicaReady'), whole)).toBe(true);
    expect(isWanted(event('ReplicaReady'), { ...whole, projectId: 'proj-000000000000' })).toBe(false);
    expect(isWanted(event('ReplicaReady'), { ...whole, endpointId })).toBe(true);
    expect(isWanted(event('ReplicaReady'), { ...whole, endpointId: 'endpt-000000000000' })).toBe(false);
    expect(isWanted(event('ReplicaReady'), { ...whole, types: new Set(['ReplicaStopped']) })).toBe(false);
    expect(isWanted(event('TokenIssued'), { ...whole, types: new Set(['TokenIssued']) })).toBe(false);
  });
});

describe('several changes told together', () => {
  it('carry each endpoint’s view once, with the last change that alters it', () => {
    const other = { endpointId: 'endpt-000000000000' };
    const changes = [
      event('EndpointRequested', 1),
      event('EndpointRequested', 2, other),
      event('ReplicaReady', 3),
      event('ReplicaRequested', 4),
    ];
    expect([...lastOfEach(changes)]).toEqual([
      [endpointId, 3],
      [other.endpointId, 2],
    ]);
  });
});
