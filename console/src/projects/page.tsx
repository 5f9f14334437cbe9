import { unwrap } from '@tidegate/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { lookAt } from '../app/session.ts';
import { Ago } from '../ui/ago.tsx';
import { Facts } from '../ui/facts.tsx';
import { type Field, filledOf } from '../ui/fields.ts';
import { PAGE } from '../ui/paged.ts';
import { ResourcePage } from '../ui/resource-page.tsx';
import type { Resource } from '../ui/resource.ts';
import { useProject } from '../ui/use-project.ts';
import { Quotas } from './quotas.tsx';

const ask = (cursor?: string) =>
  unwrap(api.GET('/v1/projects', { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } }));
type Project = Awaited<ReturnType<typeof ask>>['items'][number];
const at = ({ id }: Project) => ({ params: { path: { projectId: id } } });

const fields: readonly Field[] = [
  { name: 'name', label: 'Name', kind: 'text', required: true, placeholder: 'research' },
];

const projectsOf = (
  isOperator: boolean,
  shown: string | undefined,
  look: (id: string) => Promise<void>,
): Resource<Project> => ({
  topic: 'projects',
  title: 'Projects',
  about: 'A project owns endpoints, tokens, budgets and bills; what it may have is its quota.',
  noun: 'a project',
  ask,
  everyMs: 30_000,
  idOf: ({ id }) => id,
  nameOf: ({ name }) => name,
  columns: [
    { label: 'Name', cell: ({ name }) => name },
    { label: 'Id', cell: ({ id }) => id },
    { label: 'Looked at', cell: ({ id }) => (id === shown ? 'yes' : '') },
    { label: 'Created', cell: ({ createdAt }) => <Ago at={createdAt} /> },
  ],
  empty: { sentence: 'No project yet.', command: 'tidegate project create research' },
  fields,
  ...(isOperator && {
    create: (values) => unwrap(api.POST('/v1/projects', { body: filledOf(fields, values) as never })),
    change: (project: Project, values) =>
      unwrap(
        api.PATCH('/v1/projects/{projectId}', { ...at(project), body: filledOf(fields, values) as never }),
      ),
    remove: {
      verb: 'Delete',
      loses:
        'Only a project without endpoints can be deleted. Its tokens end; its bills stay readable for the operator.',
      does: (project: Project) => unwrap(api.DELETE('/v1/projects/{projectId}', at(project))),
    },
    actions: [
      {
        label: 'Look at it',
        when: ({ id }: Project) => id !== shown,
        does: async ({ id, name }: Project) => {
          await look(id);
          return { said: `Every page is about ${name} now` };
        },
      },
    ],
  }),
  detail: (project) => (
    <>
      <Facts
        facts={[
          ['Id', project.id],
          ['Created', <Ago key="created" at={project.createdAt} />],
        ]}
      />
      <Quotas projectId={project.id} isOperator={isOperator} />
    </>
  ),
});

export default function Projects() {
  const queries = useQueryClient();
  const { isOperator, projectId } = useProject();
  return <ResourcePage of={projectsOf(isOperator, projectId, (id) => lookAt(queries, id))} />;
}
