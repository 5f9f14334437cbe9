import { ApiProperty } from '@nestjs/swagger';
import { ENDPOINT_NAME } from '@tidegate/contracts';
import { Matches } from 'class-validator';

export const NAME_RULE =
  'must have 2 to 64 letters, digits, “-”, “_” or “.”, begin with a letter, end with a letter or digit, and have no two special characters in a row';

export class CreateProject {
  @ApiProperty({ example: 'research', minLength: 2, maxLength: 64 })
  @Matches(ENDPOINT_NAME, { message: NAME_RULE })
  name!: string;
}

export class RenameProject extends CreateProject {}
