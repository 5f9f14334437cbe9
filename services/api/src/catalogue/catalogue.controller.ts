import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Needs } from '../http/auth.guard.ts';
import { pageSchema } from '../http/schema.dto.ts';
import { HardwarePrices } from '../sizing/hardware-prices.handler.ts';
import { FrameworkView, HardwareView, frameworkViews, hardwareViews } from './catalogue-view.ts';

/** What can be chosen when an endpoint is made: enough to build a form from. The lists are short and come whole. */
@ApiTags('catalogue')
@Needs('valid')
@Controller('v1')
export class CatalogueController {
  constructor(private readonly prices: HardwarePrices) {}

  @ApiOkResponse({ schema: pageSchema(HardwareView) })
  @Get('hardware')
  async hardware() {
    return { items: hardwareViews(await this.prices.now()), nextCursor: null };
  }

  @ApiOkResponse({ schema: pageSchema(FrameworkView) })
  @Get('frameworks')
  frameworks() {
    return { items: frameworkViews, nextCursor: null };
  }
}
