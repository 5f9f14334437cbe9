import { type ProjectEvent, refuse } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';

export type Project =
  Readonly<{ status: 'absent' }> | Readonly<{ status: 'open'; projectId: string; name: string }>;
export type ProjectCommand = Readonly<{ type: 'CreateProject'; projectId: string; name: string }>;
type ProjectCreated = Extract<ProjectEvent, { type: 'ProjectCreated' }>;

/** The tenant: owns endpoints, tokens and bills. */
export const project: Decider<Project, ProjectCommand, ProjectCreated> = {
  initial: { status: 'absent' },
  decide: (state, { projectId, name }) =>
    state.status === 'absent'
      ? [{ type: 'ProjectCreated', data: { projectId, name } }]
      : refuse('project.name_taken', { name }),
  evolve: (_, { data }) => ({ status: 'open', ...data }),
};
