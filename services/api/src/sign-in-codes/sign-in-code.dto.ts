import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';

export class MakeSignInCode {
  @ApiPropertyOptional({
    type: 'string',
    nullable: true,
    example: 'proj-0123456789ab',
    description: 'the project that the browser begins in',
  })
  @IsOptional()
  @IsString({ message: 'must be the id of a project' })
  @Length(1, 100, { message: 'must be the id of a project' })
  projectId?: string | null;
}
