import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type FieldProblem, nanoUsdOf } from '@tidegate/contracts';
import { IsIn, IsISO8601, IsOptional, IsString, Length, MaxLength, Validate } from 'class-validator';
import { IsCountable } from '../http/moment.dto.ts';

const KINDS = ['prepaid', 'promotional'] as const;
const NOTE_CHARACTERS = 200;

export class GrantCredit {
  @ApiProperty({ enum: KINDS, description: 'whether it was paid for' })
  @IsIn(KINDS, { message: `must be one of ${KINDS.join(', ')}` })
  kind!: (typeof KINDS)[number];

  @ApiProperty({
    example: '250.00',
    description: 'in US dollars, with at most nine digits after the point; more than 0',
  })
  @IsString({ message: 'must be a decimal text like 250.00' })
  @Length(1, 30, { message: 'must be a decimal text like 250.00' })
  amountUsd!: string;

  @ApiPropertyOptional({
    format: 'date-time',
    nullable: true,
    description: 'what is left then is gone; without it, never',
  })
  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'must be a date and time, like 2031-12-31T23:59:59Z' })
  @Validate(IsCountable)
  expiresAt?: string | null;

  @ApiPropertyOptional({ maxLength: NOTE_CHARACTERS, default: '', description: 'for people' })
  @IsOptional()
  @IsString({ message: 'must be a text' })
  @MaxLength(NOTE_CHARACTERS, { message: `must have at most ${String(NOTE_CHARACTERS)} characters` })
  note?: string | null;
}

export const creditProblems = ({ amountUsd, expiresAt }: GrantCredit): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  const amount = nanoUsdOf(amountUsd);
  if (amount === undefined)
    problems.push({ pointer: '/amountUsd', message: 'must be a decimal text like 250.00' });
  else if (amount === 0n) problems.push({ pointer: '/amountUsd', message: 'must be more than 0' });
  if (typeof expiresAt === 'string' && Number.isNaN(Date.parse(expiresAt)))
    problems.push({ pointer: '/expiresAt', message: 'must be a date and time, like 2031-12-31T23:59:59Z' });
  return problems;
};
