/** Models whose names do not say how large they are, or not truly. Billions of parameters, as their makers publish them. */
export interface KnownModel {
  readonly name: RegExp;
  readonly billions: number;
  readonly activeBillions?: number;
  /** How its own weights are made when the name does not say. */
  readonly quantization?: 'fp8' | 'mxfp4';
}

/** In this order: the first whose name is found is meant. Distilled models carry the name of another, with their own size. */
export const KNOWN_MODELS: readonly KnownModel[] = [
  { name: /deepseek-(v2-lite|coder-v2-lite)/, billions: 15.7, activeBillions: 2.4 },
  { name: /deepseek-(v2|coder-v2)/, billions: 236, activeBillions: 21 },
  { name: /r1-distill-qwen-1\.5b/, billions: 1.78 },
  { name: /deepseek-(v3|r1)(?!.*distill)/, billions: 685, activeBillions: 37, quantization: 'fp8' },
  { name: /kimi-k2/, billions: 1027, activeBillions: 32, quantization: 'fp8' },
  { name: /gpt-oss-120b/, billions: 116.8, activeBillions: 5.1, quantization: 'mxfp4' },
  { name: /gpt-oss-20b/, billions: 20.9, activeBillions: 3.6, quantization: 'mxfp4' },
  { name: /llama-4-scout/, billions: 109, activeBillions: 17 },
  { name: /llama-4-maverick/, billions: 402, activeBillions: 17 },
  { name: /mixtral-8x22b/, billions: 140.6, activeBillions: 39 },
  { name: /mixtral-8x7b/, billions: 46.7, activeBillions: 12.9 },
  { name: /dbrx/, billions: 131.6, activeBillions: 36 },
  { name: /grok-1/, billions: 314, activeBillions: 79 },
  { name: /grok-2/, billions: 270, activeBillions: 115 },
  { name: /glm-4\.5-air/, billions: 110, activeBillions: 12 },
  { name: /glm-4\.[56](?!v|-air)/, billions: 358, activeBillions: 32 },
  { name: /minimax-m2/, billions: 230, activeBillions: 10, quantization: 'fp8' },
  { name: /qwen1\.5-moe-a2\.7b/, billions: 14.3, activeBillions: 2.7 },
  { name: /phi-3(\.5)?-moe/, billions: 41.9, activeBillions: 6.6 },
  { name: /phi-3(\.5)?-mini|phi-4-mini/, billions: 3.84 },
  { name: /phi-3-small/, billions: 7.4 },
  { name: /phi-3-medium/, billions: 14 },
  { name: /phi-4-multimodal/, billions: 5.57 },
  { name: /phi-4/, billions: 14.7 },
  { name: /phi-2(?!\d)/, billions: 2.78 },
  { name: /gemma-2b/, billions: 2.51 },
  { name: /gemma-2-2b/, billions: 2.61 },
  { name: /gemma-7b/, billions: 8.54 },
  { name: /mistral-large/, billions: 123 },
  { name: /mistral-nemo/, billions: 12.2 },
  { name: /pixtral-large/, billions: 124 },
  { name: /command-r-plus/, billions: 104 },
  { name: /command-a/, billions: 111 },
  { name: /command-r(?!7b)/, billions: 35 },
  { name: /whisper-large/, billions: 1.55 },
  { name: /whisper-medium/, billions: 0.769 },
  { name: /whisper-small/, billions: 0.244 },
  { name: /whisper-base/, billions: 0.074 },
  { name: /whisper-tiny/, billions: 0.039 },
  { name: /bge-m3|bge-reranker-v2-m3/, billions: 0.568 },
  { name: /multilingual-e5-large/, billions: 0.56 },
  { name: /multilingual-e5-base/, billions: 0.278 },
  { name: /(bge|e5|gte)-(reranker-)?large/, billions: 0.335 },
  { name: /(bge|e5|gte)-(reranker-)?base/, billions: 0.109 },
  { name: /(bge|e5|gte)-small/, billions: 0.0334 },
  { name: /all-minilm-l6/, billions: 0.0227 },
  { name: /all-mpnet-base/, billions: 0.109 },
  { name: /nomic-embed-text/, billions: 0.137 },
];

/** Models from before heads were grouped: their cache is four times that of later ones, and more. */
export const SEPARATE_HEADS =
  /llama-?2-(7|13)b|(^|-)llama-(7|13|30|33|65)b|vicuna-(7|13|33)b|codellama-(7|13)b|deepseek-(coder|llm)-(1\.3|6\.7|7)b|phi-3-mini|phi-3\.5-mini|phi-2|bloom|gpt-neox|pythia|opt-\d|qwen1\.5-(0\.5|1\.8|4|7|14)b|stablelm-2|olmo-(1|7)b/;
