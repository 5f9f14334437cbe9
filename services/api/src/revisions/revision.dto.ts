import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';

const LARGEST = 2 ** 31 - 1;

export class Rollback {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'the revision whose configuration it gets again' })
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  @Max(LARGEST, { message: `must be at most ${LARGEST}` })
  revision!: number;
}

export class ShiftRollout {
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: 100,
    description: 'of 100 requests, how many go to the new template; 100 promotes it',
  })
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be between 1 and 100' })
  @Max(100, { message: 'must be between 1 and 100' })
  percent!: number;
}
