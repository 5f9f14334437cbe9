// `--import` this where lives are lived outside a run of specs. Jest's package refuses to be loaded there; a life uses nothing of it, but
// what it takes from the test library stands beside things that do.
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals'
      ? { url: 'data:text/javascript,export const expect = undefined', shortCircuit: true }
      : next(specifier, context),
});
