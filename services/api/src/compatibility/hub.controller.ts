import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { refuse } from '@tidegate/contracts';
import { EndpointOperations } from '../endpoints/endpoint-operations.handler.ts';
import type { EndpointView } from '../endpoints/endpoint-view.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { parseBody } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { endpointOfNumber } from './endpoint-number.ts';
import { RunModel } from './hub.dto.ts';
import { hubViewOf, inHubWords, wishOfHub } from './hub-words.ts';
import { refuseIfAny, translated } from './translated.ts';

type Answer = Readonly<{ msg: 'OK'; data: ReturnType<typeof hubViewOf> }>;
const ANSWER = {
  schema: { type: 'object', properties: { msg: { type: 'string', enum: ['OK'] }, data: { type: 'object' } } },
};

const STOPPING_WITHIN_SECONDS = 30;

/** The routes by which clients of a model hub run models, in its words. They do what /v1/endpoints does. */
@ApiTags('compatibility')
@Controller('models/:owner/:name/run')
export class HubController {
  constructor(private readonly operations: EndpointOperations) {}

  @Needs('write')
  @ApiBody({ type: RunModel })
  @ApiOkResponse(ANSWER)
  @HttpCode(200)
  @Post()
  async run(
    @WhoCalls() caller: Caller,
    @Param('owner') owner: string,
    @Param('name') name: string,
    @Body() given: unknown,
  ): Promise<Answer> {
    const { wish, problems } = wishOfHub(`${owner}/${name}`, parseBody(RunModel, given), true);
    refuseIfAny(problems);
    const { endpoint } = await translated(() => this.operations.create(caller, wish), inHubWords);
    if (!endpoint) throw new Error('nothing was created');
    return answerOf(endpoint);
  }

  @Needs('read')
  @ApiOkResponse(ANSWER)
  @Get(':id')
  async one(
    @WhoCalls() caller: Caller,
    @Param('owner') owner: string,
    @Param('name') name: string,
    @Param('id') id: string,
  ): Promise<Answer> {
    return answerOf(await this.#find(caller, `${owner}/${name}`, id));
  }

  @Needs('write')
  @ApiBody({ type: RunModel })
  @ApiOkResponse(ANSWER)
  @Put(':id')
  async update(
    @WhoCalls() caller: Caller,
    @Param() { owner, name, id }: Readonly<{ owner: string; name: string; id: string }>,
    @Body() given: unknown,
  ): Promise<Answer> {
    const found = await this.#find(caller, `${owner}/${name}`, id);
    const { wish, problems } = wishOfHub(found.model, parseBody(RunModel, given), false);
    refuseIfAny(problems);
    const { endpoint } = await translated(() => this.operations.update(caller, found.id, wish), inHubWords);
    return answerOf(endpoint ?? found);
  }

  @Needs('write')
  @ApiOkResponse(ANSWER)
  @Put(':id/start')
  start(
    @WhoCalls() caller: Caller,
    @Param() { owner, name, id }: Readonly<{ owner: string; name: string; id: string }>,
  ): Promise<Answer> {
    return this.#act(caller, `${owner}/${name}`, { id, action: 'start' });
  }

  @Needs('write')
  @ApiOkResponse(ANSWER)
  @Put(':id/stop')
  stop(
    @WhoCalls() caller: Caller,
    @Param() { owner, name, id }: Readonly<{ owner: string; name: string; id: string }>,
  ): Promise<Answer> {
    return this.#act(caller, `${owner}/${name}`, { id, action: 'stop' });
  }

  /** These clients ask nobody to type a name: whoever names model and id has confirmed. */
  @Needs('write')
  @ApiOkResponse(ANSWER)
  @Delete(':id')
  async remove(
    @WhoCalls() caller: Caller,
    @Param() { owner, name, id }: Readonly<{ owner: string; name: string; id: string }>,
  ): Promise<Answer> {
    const found = await this.#find(caller, `${owner}/${name}`, id);
    return answerOf(await this.operations.remove(caller, found.id, { confirm: found.name }));
  }

  async #act(
    caller: Caller,
    model: string,
    { id, action }: Readonly<{ id: string; action: 'start' | 'stop' }>,
  ): Promise<Answer> {
    const found = await this.#find(caller, model, id);
    // To these clients what is stopping is stopped: a start waits for its end.
    if (action === 'start' && found.state === 'stopping')
      await this.operations.settled(caller, found.id, STOPPING_WITHIN_SECONDS);
    return answerOf(await this.operations.act(caller, found.id, action));
  }

  /** It must be a run of this very model. */
  async #find(caller: Caller, model: string, id: string): Promise<EndpointView> {
    const endpoint = await this.operations.get(caller, endpointOfNumber(id));
    return endpoint.model === model ? endpoint : refuse('endpoint.not_found', { endpoint: id.slice(0, 100) });
  }
}

const answerOf = (endpoint: EndpointView): Answer => ({ msg: 'OK', data: hubViewOf(endpoint) });
