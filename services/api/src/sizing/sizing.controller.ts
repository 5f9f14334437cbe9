import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ModelSource } from '@tidegate/contracts';
import { Needs } from '../http/auth.guard.ts';
import { body } from '../http/body.guard.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { SizeModel, sizingProblems, sourceOf } from './sizing.dto.ts';
import { Sizing } from './sizing.handler.ts';
import { SizingView } from './sizing-view.ts';

@ApiTags('catalogue')
@Controller('v1/sizing')
export class SizingController {
  constructor(private readonly sizing: Sizing) {}

  /** What hardware a model needs, and why. Nothing is made. */
  @Needs('read')
  @ApiBody({ type: SizeModel })
  @ApiOkResponse({ schema: schemaOf(SizingView) })
  @HttpCode(200)
  @Post()
  size(@Body(body(SizeModel, sizingProblems)) { modelSource, ...wish }: SizeModel): Promise<SizingView> {
    return this.sizing.size({
      ...wish,
      modelSource: modelSource && ModelSource.parse(sourceOf(modelSource)),
    });
  }
}
