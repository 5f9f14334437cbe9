import { Injectable } from '@nestjs/common';
import type { ModelSource } from '@tidegate/contracts';
import { type DriverKind, frameworkOf } from '@tidegate/frameworks';
import type { HubAnswer } from '../models/hub-answer.ts';
import { HubClient } from '../models/hub-client.gateway.ts';
import { HardwarePrices } from './hardware-prices.handler.ts';
import { frameworkOfModel, knownModel } from './known-model.ts';
import { nothingToLoad, sized, unknownSize } from './sized.ts';
import type { SizingView } from './sizing-view.ts';

/** Which model is to be sized, and for what. What is left out is as usual. */
export type SizingWish = Readonly<{
  /** `owner/name`. */
  model: string;
  /** By default the hub. Weights from elsewhere are sized by the model’s name. */
  modelSource?: ModelSource | null | undefined;
  /** By default the one that serves such a model. */
  framework?: string | null | undefined;
  quantization?: string | null | undefined;
  contextTokens?: number | null | undefined;
  concurrency?: number | null | undefined;
  engineArguments?: Readonly<Record<string, unknown>> | null | undefined;
  /** What starts its replicas; by default whatever can do most. */
  driver?: DriverKind | null | undefined;
  /** Spot hardware counts too, and is recommended where it is cheapest. */
  spot?: boolean | null | undefined;
}>;

/** Says what hardware a model needs. */
@Injectable()
export class Sizing {
  constructor(
    private readonly hub: HubClient,
    private readonly prices: HardwarePrices,
  ) {}

  /** Never refuses: of a model that nothing is known of it says so. Answers within about two seconds. */
  async size(wish: SizingWish): Promise<SizingView> {
    const named = wish.framework == null ? null : frameworkOf(wish.framework);
    if (wish.framework != null && named === null) return unknownSize(wish, 'there is no such framework', []);
    if (named?.modelForm === 'none') return nothingToLoad(wish, named, await this.prices.now());
    const [answer, prices] = await Promise.all([this.#asked(wish), this.prices.now()]);
    const framework = named ?? frameworkOf(frameworkOfModel(wish.model, answer));
    const { size, warnings } = knownModel(wish.model, wish.quantization ?? null, answer);
    if (size === null || framework === null)
      return unknownSize(wish, 'neither the hub nor its name says how large it is', warnings);
    return sized({ wish, framework, size, prices, warnings });
  }

  /** Null: the weights come from elsewhere. */
  #asked({ model, modelSource }: SizingWish): Promise<HubAnswer | null> {
    const source = modelSource ?? { kind: 'hub', revision: null };
    return source.kind === 'hub' ? this.hub.find(model, source.revision) : Promise.resolve(null);
  }
}
