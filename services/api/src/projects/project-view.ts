import { ProjectId } from '@tidegate/contracts';
import { z } from 'zod';

export const ProjectView = z.object({ id: ProjectId, name: z.string(), createdAt: z.iso.datetime() });
export type ProjectView = z.infer<typeof ProjectView>;
