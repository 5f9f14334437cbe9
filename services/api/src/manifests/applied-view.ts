import { EndpointId } from '@tidegate/contracts';
import { z } from 'zod';
import { ChangeView, EffectView } from '../endpoints/outcome-view.ts';

/** What came of one document, or would. */
export const AppliedView = z.object({
  name: z.string(),
  outcome: z.enum(['created', 'updated', 'unchanged', 'refused']),
  endpointId: EndpointId.nullable(),
  revision: z.int().nullable(),
  changes: z.array(ChangeView),
  effect: EffectView.nullable(),
  warnings: z.array(z.object({ pointer: z.string(), message: z.string() })),
  problems: z.array(
    z.object({
      pointer: z.string().describe('a JSON pointer into the document'),
      message: z.string(),
    }),
  ),
});
export type AppliedView = z.infer<typeof AppliedView>;
