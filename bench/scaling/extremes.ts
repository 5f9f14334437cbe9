/** The answers of the last seconds, the highest and the lowest of them. */
export class Extremes {
  readonly #seconds: number;
  #answers: { at: number; count: number }[] = [];

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  add(at: number, count: number): void {
    this.#answers = this.#answers.filter((answer) => answer.at > at - this.#seconds);
    this.#answers.push({ at, count });
  }

  highest(): number {
    return this.#answers.reduce((most, { count }) => Math.max(most, count), -Infinity);
  }

  lowest(): number {
    return this.#answers.reduce((least, { count }) => Math.min(least, count), Infinity);
  }
}
