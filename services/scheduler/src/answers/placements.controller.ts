import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, questions } from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { PlacementViewStore } from './placement-view.store.ts';
import { RoomForStore } from './room-for.store.ts';

@Controller()
export class AnswerPlacements {
  constructor(
    private readonly views: PlacementViewStore,
    private readonly room: RoomForStore,
  ) {}

  @Answers(questions.explainPlacement)
  async explain(
    ask: AskOf<typeof questions.explainPlacement>,
  ): Promise<AnswerOf<typeof questions.explainPlacement>> {
    return this.views.explain(ask);
  }

  @Answers(questions.roomFor)
  async roomFor(ask: AskOf<typeof questions.roomFor>): Promise<AnswerOf<typeof questions.roomFor>> {
    return this.room.answer(ask);
  }
}
