import { start } from '@tidegate/bootstrap';
import { config, settingsOf } from './config.ts';
import { GatewayModule } from './gateway.module.ts';

await start({
  module: GatewayModule.with(settingsOf),
  config,
  processes: () => config.TIDEGATE_GATEWAY_PROCESSES,
});
