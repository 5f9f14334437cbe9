import { Button, List, Select } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { api } from './api.ts';
import { lookAt, session } from './session.ts';

/** As many as a chooser can be used with; all of them are on the page of projects. */
const projects = {
  queryKey: ['projects', 'to-choose'],
  queryFn: () => unwrap(api.GET('/v1/projects', { params: { query: { limit: 200 } } })),
} as const;

/** For the operator: which project the pages are about. */
export const ProjectChooser = () => {
  const queries = useQueryClient();
  const { data: who } = useQuery(session);
  const { data } = useQuery({ ...projects, enabled: who?.kind === 'operator' });
  if (who?.kind !== 'operator' || !data) return null;
  return (
    <Select
      aria-label="Project"
      size="xs"
      w={150}
      searchable
      placeholder="Choose a project"
      data={data.items.map(({ id, name }) => ({ value: id, label: name }))}
      value={who.projectId}
      onChange={(id) => {
        if (id !== null) void lookAt(queries, id);
      }}
      allowDeselect={false}
    />
  );
};

/** Instead of a page that is about a project, as long as the operator has chosen none. The only one is chosen at once. */
export const ChooseProject = () => {
  const queries = useQueryClient();
  const { data, error } = useQuery(projects);
  const only = data?.items.length === 1 ? data.items[0]?.id : undefined;
  useEffect(() => {
    if (only !== undefined) void lookAt(queries, only);
  }, [queries, only]);
  if (error) return <Problem error={error} doing="Listing projects" />;
  if (!data || only !== undefined) return null;
  return (
    <Page title="Choose a project" about="The operator may look at every project; this page is about one.">
      <List listStyleType="none" spacing="xs">
        {data.items.map(({ id, name }) => (
          <List.Item key={id}>
            <Button variant="default" onClick={() => void lookAt(queries, id)}>
              {name}
            </Button>
          </List.Item>
        ))}
      </List>
    </Page>
  );
};
