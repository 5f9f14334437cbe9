import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventNamed } from '@tidegate/contracts';
import { Module } from '@nestjs/common';
import { Bus, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { appendFile, stat, writeFile } from 'node:fs/promises';
import { RunningReplicas } from '../replicas/running-replicas.ts';
import { FakeNode, runningReplica, testFolder } from './fake-replica.spec-helper.ts';
import { LinesModule, LineShipper } from './lines.module.ts';
import type { LineSettings } from './settings.ts';

type Batch = EventNamed<'LogLinesShipped'>['data'];

describe('the lines of a replica', () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let service: TestService;
  const batches: Batch[] = [];
  const start = async (settings: Partial<LineSettings> = {}): Promise<void> => {
    @Module({
      imports: [
        EventingModule.forBus({ service: 'agent' }),
        FakeNode.with({ folder: folder.path }),
        LinesModule.with(() => settings),
      ],
    })
    class AgentOfLines {}
    service = await testService({ service: 'agent', module: AgentOfLines });
    batches.length = 0;
    service.get(Bus).listen('lines.>', (batch) => batches.push(batch as Batch));
  };
  const lines = () => batches.flatMap((batch) => batch.lines.map(({ text }) => text));
  beforeEach(async () => {
    folder = await testFolder();
    await start();
  });
  afterEach(async () => {
    await service.close();
    await folder.remove();
  });

  it('are numbered as one sequence over both streams', async () => {
    const replica = runningReplica(folder.path);
    await writeFile(replica.output.stdout, 'one\ntwo\n');
    service.get(RunningReplicas).put(replica);
    await service.eventually(() => expect(lines()).toEqual(['one', 'two']));
    await appendFile(replica.output.stderr, 'three\r\nwith\u001b[31m colour\u001b[0m\n');
    await appendFile(replica.output.stdout, 'unfini');
    await service.eventually(() => expect(lines()).toEqual(['one', 'two', 'three', 'with colour']));
    await appendFile(replica.output.stdout, 'shed');
    await service.get(LineShipper).flush(replica.replicaId);
    await service.eventually(() => expect(lines()).toContain('unfinished'));
    let next = 1;
    for (const { firstSequence, lines: some, dropped } of batches) {
      expect([firstSequence, dropped]).toEqual([next, 0]);
      next += some.length;
    }
    expect(batches[0]).toMatchObject({ endpointId: replica.endpointId, projectId: replica.projectId });
    expect(await service.get(LineShipper).lastLines(replica.replicaId, 2)).toEqual([
      'with colour',
      'unfinished',
    ]);
  });

  it('go out though the process is gone, and then so do the files', async () => {
    const replica = runningReplica(folder.path);
    service.get(RunningReplicas).put(replica);
    await appendFile(replica.output.stderr, 'panic: no more');
    service.get(RunningReplicas).delete(replica.replicaId);
    expect(await service.get(LineShipper).lastLines(replica.replicaId, 20)).toEqual(['panic: no more']);
    await service.get(LineShipper).forget(replica.replicaId);
    expect(lines()).toEqual(['panic: no more']);
    await expect(stat(replica.output.stderr)).rejects.toThrow('ENOENT');
  });

  it('are numbered on when the replica begins anew under its id, also for another agent', async () => {
    const replica = runningReplica(folder.path);
    const live = async (text: string): Promise<void> => {
      await writeFile(replica.output.stdout, `${text}\n`);
      service.get(RunningReplicas).put(replica);
      await service.eventually(() => expect(lines()).toContain(text));
      service.get(RunningReplicas).delete(replica.replicaId);
      await service.get(LineShipper).forget(replica.replicaId);
    };
    await live('first life');
    await live('second life');
    expect(batches.map(({ firstSequence }) => firstSequence)).toEqual([1, 2]);
    await service.close();
    await start();
    await live('third life');
    expect(batches.map(({ firstSequence }) => firstSequence)).toEqual([3]);
  });
});
