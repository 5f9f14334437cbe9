import { PRIORITY, type ProjectEvent, type Quotas, refuse } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';

export type ExistingProject = Readonly<{
  status: 'open' | 'deleted';
  projectId: string;
  name: string;
  /** Null: those that every project has. */
  quotas: Quotas | null;
}>;
export type Project = Readonly<{ status: 'absent' }> | ExistingProject;

export type ProjectCommand =
  | Readonly<{ type: 'CreateProject'; projectId: string; name: string }>
  | Readonly<{ type: 'RenameProject'; projectId: string; name: string }>
  | Readonly<{ type: 'SetQuotas'; projectId: string; quotas: Quotas }>
  /** `endpoints`: how many it has that are not deleted. */
  | Readonly<{ type: 'DeleteProject'; projectId: string; endpoints: number }>;

export type ProjectsOwnEvent = Extract<ProjectEvent, { type: `Project${string}` | 'QuotasSet' }>;

/** The tenant: owns endpoints, tokens and bills. */
export const project: Decider<Project, ProjectCommand, ProjectsOwnEvent> = {
  initial: { status: 'absent' },

  decide(state, command) {
    const { projectId } = command;
    if (command.type === 'CreateProject') return created(state, projectId, command.name);
    if (state.status === 'absent') return refuse('project.not_found', { projectId });
    if (command.type === 'DeleteProject') return deleted(state, command.endpoints);
    if (state.status === 'deleted') return refuse('project.not_found', { projectId });
    switch (command.type) {
      case 'RenameProject': {
        const { name } = command;
        return name === state.name ? [] : [{ type: 'ProjectRenamed', data: { projectId, name } }];
      }
      case 'SetQuotas': {
        const { quotas } = command;
        return isSame(quotas, state.quotas) ? [] : [{ type: 'QuotasSet', data: { projectId, quotas } }];
      }
    }
  },

  evolve(state, event) {
    if (event.type === 'ProjectCreated') return { status: 'open', ...event.data, quotas: null };
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'ProjectRenamed':
        return { ...state, name: event.data.name };
      case 'QuotasSet':
        return { ...state, quotas: event.data.quotas };
      case 'ProjectDeleted':
        return { ...state, status: 'deleted' };
    }
  },
};

const created = (state: Project, projectId: string, name: string): ProjectsOwnEvent[] =>
  state.status === 'absent'
    ? [{ type: 'ProjectCreated', data: { projectId, name } }]
    : refuse('project.name_taken', { name });

/** A second deletion is agreement. */
const deleted = ({ status, projectId, name }: ExistingProject, endpoints: number): ProjectsOwnEvent[] => {
  if (status === 'deleted') return [];
  if (endpoints > 0) return refuse('project.not_empty', { endpoints });
  return [{ type: 'ProjectDeleted', data: { projectId, name } }];
};

const isSame = (a: Quotas, b: Quotas | null): boolean =>
  a.endpoints === b?.endpoints &&
  a.replicasPerEndpoint === b.replicasPerEndpoint &&
  a.gpus === b.gpus &&
  (a.priority ?? PRIORITY.usual) === (b.priority ?? PRIORITY.usual);
