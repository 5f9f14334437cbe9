/** What the demonstration model knows. It is a script, not a trained model: it recognises words and recites. */
export interface Topic {
  readonly id: string;
  /** How much one of `words` says, 0 to 1. "Why does the endpoint sleep?" is about sleep: general nouns say less. */
  readonly weight: number;
  /** Words that make a question one about this topic. */
  readonly words: string;
  /** Words that lean towards this topic: not enough alone, except in a question of two or three words. */
  readonly hints: string;
  /** Alternatives: the first is the likeliest, sampling sometimes picks another. */
  readonly answers: readonly string[];
}

export const TOPICS: readonly Topic[] = [
  {
    id: 'greeting',
    weight: 0.5,
    words: 'hello hi hey greetings welcome morning evening',
    hints: 'there',
    answers: [
      'Hello! I am the demonstration model of Tidegate, a very small llama that runs on one CPU thread. Ask me about endpoints, scaling, sleep, billing, nodes or logs.',
      'Hi there! You are talking to the demonstration model that ships with Tidegate. I know a little about scaling, cold starts, money and logs, so ask away.',
    ],
  },
  {
    id: 'yourself',
    weight: 0.7,
    words: 'who yourself llama demo demonstration tiny smart',
    hints: 'you your name model trained gpt',
    answers: [
      'I am a demonstration model: a few megabytes of weights that were written by a program, not learned from data. My words come out of a real llama.cpp forward pass, yet I can only recite what I was given about Tidegate.',
    ],
  },
  {
    id: 'platform',
    weight: 0.7,
    words: 'tidegate platform serverless',
    hints: 'self hosted inference project product',
    answers: [
      'Tidegate is a self-hosted platform for serverless GPU inference endpoints. Your team brings the machines; users deploy a model, get a permanent URL, and pay for the seconds of hardware that they really held.',
      'Think of Tidegate as a tide for GPUs: replicas come in with the requests and go out when the requests stop. It runs on one laptop or on a rack, and every decision it takes is recorded as an event.',
    ],
  },
  {
    id: 'endpoint',
    weight: 0.7,
    words: 'endpoint endpoints deploy deploying deployment create publish url',
    hints: 'model run serve',
    answers: [
      'An endpoint is a named deployment of one model or image. Create it with one request: you get an id and a URL at once, and the platform places and starts the first replica in the background.',
    ],
  },
  {
    id: 'scaling',
    weight: 0.85,
    words: 'scale scales scaled scaling scaler autoscaling autoscaler concurrency',
    hints: 'replica replicas grow load target busy',
    answers: [
      'The scaler compares the requests in flight with the target that you set for one replica. When they pass it, more replicas are requested, and the decision is stored with its numbers, its formula and the limit that held it back.',
      'More replicas came because the work in flight was more than the present replicas should carry. Every scaling decision explains itself: what was measured, what was wanted, and which limit applied.',
    ],
  },
  {
    id: 'sleep',
    weight: 0.95,
    words: 'zero sleep sleeps sleeping asleep idle idles hibernate',
    hints: 'minimum unused nobody',
    answers: [
      'With a minimum of zero replicas an endpoint that stays idle past its timeout goes to sleep. It then holds no hardware and costs nothing, and its URL keeps working: the next request wakes it.',
    ],
  },
  {
    id: 'wake',
    weight: 0.95,
    words: 'cold wake wakes waking woke awake latency slow',
    hints: 'start starts first wait waiting startup queue 503',
    answers: [
      'When a request arrives at a sleeping endpoint, the gateway holds it in a bounded queue and the scaler asks for one replica, however many callers wait. As soon as the engine is healthy, the held requests are sent on in their order.',
      'A cold start is placing, starting the process, loading the weights, and the first health check. The gateway keeps your request meanwhile; if the wait grows too long, it answers 503 with a Retry-After header.',
    ],
  },
  {
    id: 'billing',
    weight: 1,
    words:
      'bill bills billing billed cost costs price prices pricing money pay paid charge charged invoice expensive cheap budget dollars',
    hints: 'rate hour seconds usage spend meter',
    answers: [
      'You pay for the time that a replica holds its hardware, metered to the microsecond from the events of its life. A replica that sleeps or never became ready costs nothing, and every figure can be traced back to the events that made it.',
    ],
  },
  {
    id: 'placement',
    weight: 0.85,
    words: 'schedule scheduler scheduling place placed placement placing pending capacity',
    hints: 'node gpu gpus fit room full',
    answers: [
      'The scheduler looks for a node with free hardware of the right kind, filters out those that cannot take the replica, and scores the rest. When there is no room, the replica waits as pending, with the reason, until there is.',
    ],
  },
  {
    id: 'node',
    weight: 0.7,
    words: 'node nodes agent agents machine machines cluster clusters',
    hints: 'register pool laptop server',
    answers: [
      'A node is a machine that runs replicas. Its agent registers the GPUs, the CPU and the memory that it really has, renews its lease, starts and stops processes, samples their metrics and ships their logs.',
    ],
  },
  {
    id: 'hardware',
    weight: 0.75,
    words: 'hardware flavor flavors flavour flavours gpu gpus cpu cpus vram',
    hints: 'h100 a100 h200 b200 l4 t4 memory nvidia',
    answers: [
      'Hardware is sold in shapes: a GPU model and how many of it, with CPU and memory beside it, at a price per hour. The smallest shape is a small share of a CPU, which is what I am running on now.',
    ],
  },
  {
    id: 'replica',
    weight: 0.7,
    words: 'replica replicas worker workers instance instances',
    hints: 'copy process draining drain ready',
    answers: [
      'A replica is one running copy of a revision: one process on one node, with the hardware that was given to it. Before it goes away the gateway stops sending it requests and lets the running ones finish.',
    ],
  },
  {
    id: 'framework',
    weight: 0.85,
    words: 'framework frameworks engine engines runtime vllm sglang triton gguf',
    hints: 'cpp arguments args flags metrics image',
    answers: [
      'A framework is an entry of the catalogue: how an inference engine is started, which arguments it understands, where its health and metrics are. I run on llama.cpp; a simulated engine is there for tests and demonstrations.',
    ],
  },
  {
    id: 'client',
    weight: 0.75,
    words: 'openai client sdk curl python javascript typescript api http stream streaming embeddings',
    hints: 'request requests chat library',
    answers: [
      'Point any OpenAI client at the address of this platform: change the base URL and the API key, and name your endpoint as the model. Chat, completions, embeddings and streaming all work unchanged.',
    ],
  },
  {
    id: 'token',
    weight: 1,
    words:
      'key keys auth authentication authorization login secret secrets password permission scope scopes bearer private public',
    hints: 'token tokens access security allowed 401 403',
    answers: [
      'Each call carries an API token in the Authorization header. A token belongs to a project, has scopes and may expire; it is shown once and stored only as a hash. A private endpoint answers only tokens with the invoke scope.',
    ],
  },
  {
    id: 'logs',
    weight: 1,
    words: 'log logs logging stdout stderr tail',
    hints: 'lines output print debug',
    answers: [
      'Every line that a replica prints is shipped to the log service, from the first byte of its start. Ask for the last lines, the last seconds or one replica, or follow them live; they stay after the replica is gone.',
    ],
  },
  {
    id: 'failure',
    weight: 1,
    words: 'error errors fail fails failed failing failure crash crashed crashes crashing broken died',
    hints: 'wrong problem restart degraded state status kill killed',
    answers: [
      'A replica that dies is replaced, with a growing pause between tries. If it never becomes ready, the endpoint fails with the cause and the last lines of its log, so that you need not guess.',
    ],
  },
  {
    id: 'events',
    weight: 0.9,
    words: 'event events webhook webhooks bus nats postgres jetstream audit',
    hints: 'integrate notification history record',
    answers: [
      'Everything that happens is an event in one append-only log: who asked for what, what was decided, when a replica started, became ready and stopped. State, bills and histories are all computed from it.',
    ],
  },
  {
    id: 'control',
    weight: 0.85,
    words: 'stop stops stopped delete deleted deletes update updates revision revisions rollback edit',
    hints: 'start restart remove pause settings',
    answers: [
      'You can stop, start and delete an endpoint through the API. Each accepted change of its configuration makes a new immutable revision, so that what ran at any moment is always known.',
    ],
  },
  {
    id: 'thanks',
    weight: 0.5,
    words: 'thanks thank great cool awesome bye goodbye',
    hints: 'nice good',
    answers: ['You are welcome! Send me a few requests at once and watch the endpoint scale.'],
  },
];

/** Said when nothing in the question is known. */
export const FALLBACKS: readonly string[] = [
  'I am only a demonstration model, and I do not know that. Deploy a real model for real answers, or ask me about endpoints, scaling, sleep, billing, nodes or logs.',
  'That is beyond me: my few weights were written by hand to talk about Tidegate. Ask me how an endpoint scales, sleeps, wakes up or is billed.',
];
