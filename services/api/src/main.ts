import { start } from '@tidegate/bootstrap';
import { ApiModule } from './api.module.ts';
import { config, settingsOf } from './config.ts';
import { prepareEdge } from './edge/edge.gateway.ts';

await start({ config, module: ApiModule.with(settingsOf), prepare: prepareEdge });
