import { z } from 'zod';

/** RFC 9457 problem details, as every refusal on the control side is answered. */
export const ProblemView = z.object({
  type: z.string().describe('the page that explains the code'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().describe('stable; never reused for something else'),
  remedy: z.string().describe('what to do about it'),
  requestId: z.string(),
  errors: z
    .array(
      z.object({
        pointer: z.string().describe('a JSON pointer into the body, `?name` of the query, or a header'),
        message: z.string(),
      }),
    )
    .optional(),
});
