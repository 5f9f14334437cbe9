import { ApiProperty } from '@nestjs/swagger';
import { FIELD_CLASSES } from '@tidegate/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

/** What a person reads of a field. Everything is optional unless it says `required`; null means the same as left out. */
type About = Readonly<{ description?: string; default?: unknown; example?: unknown; required?: boolean }>;
type Shape = Readonly<Record<string, unknown>>;
type Bounds = Readonly<{ min: number; max: number }>;

/** One declaration of one field: its rules, its description, and its class where it is a field of the spec. */
const field =
  ({ required = false, ...about }: About, shape: Shape, ...rules: PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    const name = String(key);
    const fieldClass = Object.hasOwn(FIELD_CLASSES, name) && {
      'x-field-class': FIELD_CLASSES[name as keyof typeof FIELD_CLASSES],
    };
    ApiProperty({ ...about, ...shape, ...fieldClass, required, nullable: !required })(target, key);
    if (!required) IsOptional()(target, key);
    for (const rule of rules) rule(target, key);
  };

const words = (bounds: Bounds): { message: string } => ({
  message: `must be between ${bounds.min} and ${bounds.max}`,
});

export const Whole = ({ min, max, ...about }: About & Bounds): PropertyDecorator =>
  field(
    about,
    { type: 'integer', minimum: min, maximum: max },
    IsInt({ message: 'must be a whole number' }),
    Min(min, words({ min, max })),
    Max(max, words({ min, max })),
  );

export const Decimal = ({ min, max, ...about }: About & Bounds): PropertyDecorator =>
  field(
    about,
    { type: 'number', minimum: min, maximum: max },
    IsNumber({ allowNaN: false, allowInfinity: false }, { message: 'must be a number' }),
    Min(min, words({ min, max })),
    Max(max, words({ min, max })),
  );

export const Text = ({ max, ...about }: About & Readonly<{ max: number }>): PropertyDecorator =>
  field(
    about,
    { type: 'string', maxLength: max },
    IsString({ message: 'must be a text' }),
    MaxLength(max, { message: `must have at most ${max} characters` }),
  );

export const Shaped = ({
  pattern,
  words: message,
  ...about
}: About & Readonly<{ pattern: RegExp; words: string }>): PropertyDecorator =>
  field(about, { type: 'string', pattern: pattern.source }, Matches(pattern, { message }));

export const Choice = ({ of, ...about }: About & Readonly<{ of: readonly string[] }>): PropertyDecorator =>
  field(
    about,
    { type: 'string', enum: [...of] },
    IsIn(of, { message: `must be ${of.slice(0, -1).join(', ')} or ${of.at(-1) ?? ''}` }),
  );

export const Switch = (about: About): PropertyDecorator =>
  field(about, { type: 'boolean' }, IsBoolean({ message: 'must be true or false' }));

export const Texts = ({
  least = 0,
  most,
  longest,
  ...about
}: About & Readonly<{ least?: number; most: number; longest: number }>): PropertyDecorator =>
  field(
    about,
    { type: 'array', items: { type: 'string', maxLength: longest }, minItems: least, maxItems: most },
    IsArray({ message: 'must be a list' }),
    ArrayMinSize(least, { message: `must have at least ${least}` }),
    ArrayMaxSize(most, { message: `must have at most ${most}` }),
    IsString({ each: true, message: 'must be a list of texts' }),
    MaxLength(longest, { each: true, message: `must be texts of at most ${longest} characters` }),
  );

/** Names and values; what they may be is judged with the rest of the wish. A value of null is left out. */
export const Mapping = ({
  values = { type: ['string', 'null'] },
  ...about
}: About & Readonly<{ values?: Shape | true }>): PropertyDecorator =>
  field(about, { type: 'object', additionalProperties: values }, IsObject({ message: 'must be an object' }));

export const Part = ({ of, ...about }: About & Readonly<{ of: new () => object }>): PropertyDecorator =>
  field(
    about,
    { type: () => of },
    IsObject({ message: 'must be an object' }),
    ValidateNested(),
    Type(() => of),
  );

export const Parts = ({
  of,
  least = 0,
  most,
  ...about
}: About & Readonly<{ of: new () => object; least?: number; most: number }>): PropertyDecorator =>
  field(
    about,
    { type: () => of, isArray: true, minItems: least, maxItems: most },
    IsArray({ message: 'must be a list' }),
    ArrayMinSize(least, { message: `must have at least ${least}` }),
    ArrayMaxSize(most, { message: `must have at most ${most}` }),
    IsObject({ each: true, message: 'must be a list of objects' }),
    ValidateNested({ each: true }),
    Type(() => of),
  );
