import { Controller, Get, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { Expose } from './expose.handler.ts';

/** For whoever runs the platform: the endpoints of all projects, beside the process’s own numbers at /metrics. */
@Controller()
export class Exposition {
  constructor(private readonly expose: Expose) {}

  @Get('metrics/endpoints')
  page(): StreamableFile {
    return new StreamableFile(Readable.from(this.expose.all()), {
      type: 'text/plain; version=0.0.4; charset=utf-8',
    });
  }
}
