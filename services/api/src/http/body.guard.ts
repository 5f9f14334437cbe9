import { type PipeTransform, type Type } from '@nestjs/common';
import { type FieldProblem, refuse } from '@tidegate/contracts';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { step, textProblems } from './text-problems.ts';

type Check<Dto> = (dto: Dto) => readonly FieldProblem[];

/** A body as its DTO, or every problem it has at once. What `check` finds in a field whose shape is wrong does not count. */
export const parseBody = <Dto extends object>(
  dto: Type<Dto>,
  value: unknown,
  check: Check<Dto> = () => [],
): Dto => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('request.invalid', { count: 1 }, [{ pointer: '', message: 'must be a JSON object' }]);
  return accepted(dto, value, (instance, shape) => {
    const wrong = new Set(shape.map(({ pointer }) => pointer));
    return [...shape, ...check(instance).filter(({ pointer }) => !within(pointer, wrong))];
  });
};

/** The same as a pipe, where nothing but the body is needed to judge it. */
export const body = <Dto extends object>(
  dto: Type<Dto>,
  check?: Check<Dto>,
): PipeTransform<unknown, Dto> => ({
  transform: (value) => parseBody(dto, value, check),
});

/** The query as its DTO; problems point to `?name`. */
export const query = <Dto extends object>(dto: Type<Dto>): PipeTransform<unknown, Dto> => ({
  transform: (value) =>
    accepted(dto, value as object, (_, shape) =>
      shape.map(({ pointer, message }) => ({ pointer: `?${pointer.slice(1)}`, message })),
    ),
});

const accepted = <Dto extends object>(
  dto: Type<Dto>,
  value: object,
  judge: (instance: Dto, shape: readonly FieldProblem[]) => readonly FieldProblem[],
): Dto => {
  const unreadable = textProblems(value);
  if (unreadable.length > 0) return refuse('request.invalid', { count: unreadable.length }, unreadable);
  const instance = plainToInstance(dto, value);
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  const problems = judge(
    instance,
    errors.flatMap((error) => problemsIn(error)),
  );
  return problems.length > 0 ? refuse('request.invalid', { count: problems.length }, problems) : instance;
};

const problemsIn = ({ property, constraints, children }: ValidationError, above = ''): FieldProblem[] => {
  const pointer = above + step(property);
  const own = Object.entries(constraints ?? {}).map(([kind, message]) => ({
    pointer,
    message: kind === 'whitelistValidation' ? 'is not known here' : message,
  }));
  return [...own, ...(children ?? []).flatMap((child) => problemsIn(child, pointer))];
};

/** The field, or what it lies in, is already known to be wrong. */
const within = (pointer: string, wrong: ReadonlySet<string>): boolean => {
  for (let part = pointer; part !== ''; part = part.slice(0, part.lastIndexOf('/')))
    if (wrong.has(part)) return true;
  return false;
};
