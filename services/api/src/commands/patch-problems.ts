import { type EndpointSpec, FIELD_CLASSES, type FieldProblem } from '@tidegate/contracts';
import { isRecord } from '../changes/merge-patch.ts';
import { step, textProblems } from '../http/text-problems.ts';

const isField = (field: string): field is keyof EndpointSpec => Object.hasOwn(FIELD_CLASSES, field);

/** What cannot even be merged: no object, a text that no store could hold, or nesting without end. */
export const unreadablePatch = (patch: unknown): FieldProblem[] =>
  isRecord(patch) ? textProblems(patch) : [{ pointer: '', message: 'must be a JSON object: a merge patch' }];

/** What is wrong with a patch itself: once it is merged, a null that named nothing would be gone without a word. */
export const patchProblems = (patch: object): FieldProblem[] =>
  Object.entries(patch).flatMap(([field, value]) =>
    isField(field) || value !== null ? [] : [{ pointer: step(field), message: 'is not known here' }],
  );
