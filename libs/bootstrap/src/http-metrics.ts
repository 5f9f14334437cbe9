import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { metrics } from '@opentelemetry/api';

/** What looks at the process itself says nothing of its work. */
const OWN: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** How long requests take, by route: the pattern, never the path. What no route takes is one of its own. */
export const measureHttp = (app: NestFastifyApplication): void => {
  const seconds = metrics.getMeter('tidegate').createHistogram('tidegate_http_request_seconds', {
    description: 'Requests to a service’s own HTTP routes, by method, route and class of status.',
    unit: 's',
    advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] },
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      if (!OWN.has(route)) {
        const status = `${String(Math.floor(reply.statusCode / 100))}xx`;
        seconds.record(reply.elapsedTime / 1000, { method: request.method, route, status });
      }
      done();
    });
};
