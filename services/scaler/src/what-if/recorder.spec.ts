import { describe, expect, it } from '@jest/globals';
import { unpacked } from './arrivals.ts';
import { Recorder } from './recorder.ts';
import { Looked } from './states.spec-helper.ts';

const BEGAN = 1_700_000_040;
const endpointId = 'endpt-0123456789ab';

const steady = (looked: Looked, from: number, to: number): void => {
  for (let at = from + 1; at <= to; at++) looked.look(BEGAN + at, 2);
};

describe('a recorder', () => {
  it('has each minute due once it is over, with what was answered since the last one', () => {
    const [looked, recorder] = [new Looked(BEGAN), new Recorder()];
    const all = [{ endpointId, state: looked.state }];
    steady(looked, 0, 65);
    const first = recorder.due(all);
    expect(first.minutes).toMatchObject([{ endpointId, minute: BEGAN / 60, requests: 120, finished: 0 }]);
    first.written();
    expect(recorder.due(all).minutes).toEqual([]);
    steady(looked, 65, 125);
    expect(recorder.due(all).minutes).toMatchObject([
      { minute: BEGAN / 60 + 1, requests: 120, finished: 120, servedSeconds: 240 },
    ]);
  });

  it('has what could not be written due again', () => {
    const [looked, recorder] = [new Looked(BEGAN), new Recorder()];
    const all = [{ endpointId, state: looked.state }];
    steady(looked, 0, 65);
    expect(recorder.due(all).minutes).toHaveLength(1);
    steady(looked, 65, 245);
    const later = recorder.due(all);
    expect(later.minutes.map(({ requests }) => requests)).toEqual([120, 120, 120, 120]);
    later.written();
    expect(recorder.due(all).minutes).toEqual([]);
  });

  it('begins with all that is remembered', () => {
    const looked = new Looked(BEGAN);
    steady(looked, 0, 245);
    const { minutes } = new Recorder().due([{ endpointId, state: looked.state }]);
    expect(minutes).toHaveLength(4);
    expect(unpacked(minutes[3]!.arrivals)).toEqual(new Array<number>(60).fill(2));
  });

  it('forgets endpoints that are gone', () => {
    const [looked, recorder] = [new Looked(BEGAN), new Recorder()];
    const all = [{ endpointId, state: looked.state }];
    steady(looked, 0, 65);
    recorder.due(all).written();
    recorder.due([]).written();
    expect(recorder.due(all).minutes).toHaveLength(1);
  });
});
