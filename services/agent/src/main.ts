import { start } from '@tidegate/bootstrap';
import { AgentModule } from './agent.module.ts';
import { config } from './config.ts';

await start({ module: AgentModule.with(), config });
