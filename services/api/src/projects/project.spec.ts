import { describe, expect, it } from '@jest/globals';
import { given } from '@tidegate/testing';
import { project } from './project.ts';

const facts = { projectId: 'proj-0123456789ab', name: 'research' };
const { projectId } = facts;
const quotas = { endpoints: 3, replicasPerEndpoint: 2, gpus: 8 };
const created = { type: 'ProjectCreated', data: facts } as const;
const renamed = { type: 'ProjectRenamed', data: { projectId, name: 'science' } } as const;
const quotasSet = { type: 'QuotasSet', data: { projectId, quotas } } as const;
const deleted = { type: 'ProjectDeleted', data: facts } as const;
const remove = { type: 'DeleteProject', projectId, endpoints: 0 } as const;

describe('a project', () => {
  it('is created once', () => {
    given(project)
      .when({ type: 'CreateProject', ...facts })
      .then(created);
    given(project, created)
      .when({ type: 'CreateProject', ...facts })
      .thenRefuses('project.name_taken');
  });

  it('gets another name; the same again is no change', () => {
    const rename = { type: 'RenameProject', projectId, name: 'science' } as const;
    given(project, created).when(rename).then(renamed);
    given(project, created, renamed).when(rename).thenNothing();
  });

  it('gets quotas; the same again are no change', () => {
    const set = { type: 'SetQuotas', projectId, quotas } as const;
    given(project, created).when(set).then(quotasSet);
    given(project, created, quotasSet).when(set).thenNothing();
    given(project, created, quotasSet)
      .when({ ...set, quotas: { ...quotas, priority: 50 } })
      .thenNothing();
    given(project, created, quotasSet)
      .when({ ...set, quotas: { ...quotas, gpus: 9 } })
      .then({ ...quotasSet, data: { projectId, quotas: { ...quotas, gpus: 9 } } });
  });

  it('is deleted when no endpoint is left; a second time is agreement', () => {
    given(project, created).when(remove).then(deleted);
    given(project, created, renamed)
      .when(remove)
      .then({ ...deleted, data: renamed.data });
    given(project, created)
      .when({ ...remove, endpoints: 1 })
      .thenRefuses('project.not_empty');
    given(project, created, deleted).when(remove).thenNothing();
  });

  it('does not exist before it is created or after it was deleted', () => {
    const commands = [
      { type: 'RenameProject', projectId, name: 'science' },
      { type: 'SetQuotas', projectId, quotas },
    ] as const;
    for (const command of commands) {
      given(project).when(command).thenRefuses('project.not_found');
      given(project, created, deleted).when(command).thenRefuses('project.not_found');
    }
    given(project).when(remove).thenRefuses('project.not_found');
    expect(project.evolve(project.initial, quotasSet)).toBe(project.initial);
  });
});
