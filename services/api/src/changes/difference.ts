import { type EndpointSpec, FIELD_CLASSES } from '@tidegate/contracts';
import { changedPointers } from '../life-cycle/spec-changes.ts';
import { isRecord, memberOf } from './merge-patch.ts';

/** One field that differs. Of what is sealed is only said whether it is set. */
export type Change = Readonly<{
  pointer: string;
  class: (typeof FIELD_CLASSES)[keyof EndpointSpec];
  from: unknown;
  to: unknown;
}>;

/** What differs from one configuration to the other, field by field; the hardware as a whole. */
export const difference = (before: EndpointSpec, after: EndpointSpec): Change[] => {
  const pointers = changedPointers(before, after).map((pointer) =>
    pointer.startsWith('/hardware/') ? '/hardware' : pointer,
  );
  return [...new Set(pointers)].toSorted().map((pointer) => {
    const path = pointer.split('/').slice(1).map(unescaped);
    return {
      pointer,
      class: FIELD_CLASSES[path[0] as keyof EndpointSpec],
      from: shown(path, before),
      to: shown(path, after),
    };
  });
};

const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

const sealed = (value: unknown): string | null => ((value ?? null) === null ? null : 'sealed');

const shown = (path: readonly string[], spec: EndpointSpec): unknown => {
  const value = path.reduce<unknown>(memberOf, spec) ?? null;
  const [field, part] = path;
  if (field === 'hardware') return spec.hardware.id;
  if (field === 'secrets' || (field === 'image' && part === 'credentials')) return sealed(value);
  if (field === 'image' && isRecord(value)) return { ...value, credentials: sealed(value['credentials']) };
  return value;
};
