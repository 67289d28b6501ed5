import v8 from 'node:v8';
import vm from 'node:vm';
import { expect, test } from 'vitest';
import { TracerProvider } from '../src/index.js';
import { resource } from './recorders.js';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

const taker = { forceFlush: async () => undefined, shutdown: async () => undefined };

test.each([
  ['goes to a sink', { sinks: [{ ...taker, add: () => undefined }] }],
  ['goes to a processor', { spanProcessors: [{ ...taker, onStart: () => undefined, onEnd: () => undefined }] }],
  ['goes nowhere', {}],
])('nothing of a span that %s outlives it once others have ended', async (_, options) => {
  const tracer = new TracerProvider({ resource, ...options }).getTracer('test');
  const endOne = (): WeakRef<object> => {
    const span = tracer.startSpan('work');
    span.end();
    return new WeakRef(span.spanContext());
  };
  const contexts = Array.from({ length: 100 }, endOne);
  // A WeakRef holds what it refers to until the end of the job that made it.
  await new Promise((resolve) => setTimeout(resolve));
  collectGarbage();
  const kept = contexts.filter((context) => context.deref() !== undefined);
  expect(kept.length).toBeLessThanOrEqual(24);
});
