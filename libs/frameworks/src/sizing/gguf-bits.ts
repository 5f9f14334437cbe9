/**
 * Bits for each weight of the usual kinds of GGUF files, embeddings and scales included: the size of a published 8B
 * model’s file of that kind over its parameters (Q4_K_M: 4.92 GB x 8 / 8.03e9 = 4.9).
 */
export const GGUF_BITS: Readonly<Record<string, number>> = {
  iq1_s: 2,
  iq1_m: 2.15,
  iq2_xxs: 2.39,
  iq2_xs: 2.59,
  iq2_s: 2.74,
  iq2_m: 2.93,
  q2_k_s: 2.97,
  q2_k: 3.16,
  iq3_xxs: 3.25,
  iq3_xs: 3.5,
  q3_k_s: 3.66,
  iq3_s: 3.68,
  iq3_m: 3.77,
  q3_k_m: 4,
  q3_k_l: 4.3,
  iq4_xs: 4.46,
  iq4_nl: 4.68,
  q4_0: 4.66,
  q4_k_s: 4.67,
  q4_k_m: 4.89,
  q4_1: 5.1,
  q5_0: 5.59,
  q5_k_s: 5.57,
  q5_k_m: 5.7,
  q5_1: 6,
  q6_k: 6.56,
  q8_0: 8.5,
  f16: 16,
  bf16: 16,
  f32: 32,
};

/** What people take, and engines too, when nobody says which. */
export const USUAL_GGUF = 'q4_k_m';
