import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { EndpointId, type FieldProblem, nanoUsdOf } from '@tidegate/contracts';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';

export const USUAL_THRESHOLDS: readonly number[] = [50, 80, 100];

const NAME_CHARACTERS = 100;
const NAME_RULE = { message: `must be a text of 1 to ${String(NAME_CHARACTERS)} characters` };
const AMOUNT = 'must be a decimal text like 250.00, with at most nine digits after the point';
const PERCENT = { each: true, message: 'must be whole per cents from 1 to 1000' };
const ABOUT_LIMIT =
  'of a calendar month, in US dollars, with at most nine digits after the point; more than 0';
const ABOUT_THRESHOLDS = 'told when so many per cent are spent, each once a month; an empty list: never';
const ABOUT_HARD = 'at 100 per cent what it is for is put to sleep, until the next month or a higher limit';
const given = (_: object, value: unknown): boolean => value !== undefined;

const THRESHOLDS = {
  type: 'integer',
  isArray: true,
  minimum: 1,
  maximum: 1000,
  maxItems: 10,
  default: USUAL_THRESHOLDS,
  description: ABOUT_THRESHOLDS,
} as const;

export class CreateBudget {
  @ApiProperty({ example: 'everything', minLength: 1, maxLength: NAME_CHARACTERS })
  @IsString(NAME_RULE)
  @Length(1, NAME_CHARACTERS, NAME_RULE)
  name!: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    default: null,
    example: 'endpt-0123456789ab',
    description: 'what it is for; null: the whole project',
  })
  @IsOptional()
  @IsString({ message: 'must be the id of an endpoint, or null' })
  endpointId?: string | null;

  @ApiProperty({ example: '250.00', description: ABOUT_LIMIT })
  @IsString({ message: AMOUNT })
  @Length(1, 30, { message: AMOUNT })
  limitUsd!: string;

  @ApiPropertyOptional({ ...THRESHOLDS, nullable: true })
  @IsOptional()
  @IsArray({ message: 'must be a list of per cents' })
  @ArrayMaxSize(10, { message: 'must have at most 10 thresholds' })
  @ArrayUnique({ message: 'names a threshold twice' })
  @IsInt(PERCENT)
  @Min(1, PERCENT)
  @Max(1000, PERCENT)
  thresholdsPercent?: number[] | null;

  @ApiPropertyOptional({ default: false, nullable: true, description: ABOUT_HARD })
  @IsOptional()
  @IsBoolean({ message: 'must be true or false' })
  isHard?: boolean | null;
}

/** What is left out stays as it is. */
export class ChangeBudget {
  @ApiPropertyOptional({ minLength: 1, maxLength: NAME_CHARACTERS })
  @ValidateIf(given)
  @IsString(NAME_RULE)
  @Length(1, NAME_CHARACTERS, NAME_RULE)
  name?: string;

  @ApiPropertyOptional({ example: '500.00', description: ABOUT_LIMIT })
  @ValidateIf(given)
  @IsString({ message: AMOUNT })
  @Length(1, 30, { message: AMOUNT })
  limitUsd?: string;

  @ApiPropertyOptional({
    ...THRESHOLDS,
    nullable: true,
    description: `${ABOUT_THRESHOLDS}; null: the usual ones`,
  })
  @IsOptional()
  @IsArray({ message: 'must be a list of per cents' })
  @ArrayMaxSize(10, { message: 'must have at most 10 thresholds' })
  @ArrayUnique({ message: 'names a threshold twice' })
  @IsInt(PERCENT)
  @Min(1, PERCENT)
  @Max(1000, PERCENT)
  thresholdsPercent?: number[] | null;

  @ApiPropertyOptional({ description: ABOUT_HARD })
  @ValidateIf(given)
  @IsBoolean({ message: 'must be true or false' })
  isHard?: boolean;
}

/** What is wrong with amounts and ids that have the right type. */
export const budgetProblems = ({
  limitUsd,
  endpointId,
}: Readonly<{ limitUsd?: unknown; endpointId?: unknown }>): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  if (typeof limitUsd === 'string') {
    const nanoUsd = nanoUsdOf(limitUsd);
    if (nanoUsd === undefined) problems.push({ pointer: '/limitUsd', message: AMOUNT });
    else if (nanoUsd === 0n)
      problems.push({
        pointer: '/limitUsd',
        message: 'must be more than 0: to spend nothing, stop the endpoints',
      });
  }
  if (typeof endpointId === 'string' && !EndpointId.safeParse(endpointId).success)
    problems.push({ pointer: '/endpointId', message: 'must look like endpt-0123456789ab, or be null' });
  return problems;
};
