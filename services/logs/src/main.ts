import { start } from '@tidegate/bootstrap';
import { config, limitsOf, sinksOf } from './config.ts';
import { LogsModule } from './logs.module.ts';

await start({ config, module: LogsModule.with(limitsOf, sinksOf) });
