import 'reflect-metadata';
import { Readiness } from '@tidegate/bootstrap';
import { Connections } from '@tidegate/eventing/nest';
import { type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiModule } from './api.module.ts';
import { settingsOf } from './config.ts';
import { documentOf } from './docs/describe-api.gateway.ts';

/** What a process gives its module. In a preview nothing of it is made. */
const ProcessStandIn: DynamicModule = {
  module: class ProcessStandIn {},
  global: true,
  providers: [{ provide: Connections, useValue: {} }, Readiness],
  exports: [Connections, Readiness],
};
const root: DynamicModule = { module: class Root {}, imports: [ProcessStandIn, ApiModule.with(settingsOf)] };

// Writes the OpenAPI document to the standard output. Nothing is started and nothing connected.
const app = await NestFactory.create(root, new FastifyAdapter(), {
  preview: true,
  logger: ['error'],
  abortOnError: false,
});
process.stdout.write(`${JSON.stringify(documentOf(app), null, 2)}\n`);
