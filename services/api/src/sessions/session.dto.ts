import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { FieldProblem } from '@tidegate/contracts';
import { IsOptional, IsString, Length } from 'class-validator';

/** With what a browser signs in: one of the two. */
export class SignIn {
  @ApiPropertyOptional({ description: 'a token of a project, or the operator’s' })
  @IsOptional()
  @IsString({ message: 'must be a text' })
  @Length(1, 500, { message: 'must have 1 to 500 characters' })
  token?: string | null;

  @ApiPropertyOptional({ description: 'of a sign-in link; it works once' })
  @IsOptional()
  @IsString({ message: 'must be a text' })
  @Length(1, 500, { message: 'must have 1 to 500 characters' })
  code?: string | null;
}

export const signInProblems = ({ token, code }: SignIn): FieldProblem[] => {
  if (token && code) return [{ pointer: '/code', message: 'must be left out when a token is given' }];
  return token || code ? [] : [{ pointer: '/token', message: 'must be given, or a code in its place' }];
};

export class ChooseProject {
  @ApiProperty({ type: 'string', nullable: true, example: 'proj-0123456789ab' })
  @IsOptional()
  @IsString({ message: 'must be the id of a project, or null' })
  @Length(1, 100, { message: 'must be the id of a project, or null' })
  projectId?: string | null;
}
