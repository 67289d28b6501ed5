import { describe, expect, it } from 'vitest';
import type { ExportEvent } from '../src/export-event.js';
import { createLogQueue, createTraceQueue, ItemJournal, type TraceQueue } from '../src/index.js';
import type { SignalQueueOptions } from '../src/signal-queue.js';
import { spanCodec } from '../src/trace-exporter.js';
import { bareSpan } from './bare-span.js';
import { decode } from './decode.js';
import { FakeClock } from './fake-clock.js';

type Span = Parameters<TraceQueue['add']>[0];

const resource = { attributes: {} };
const instrumentationScope = { name: 'test' };

const span = (name: string, given: Partial<Span> = {}): Span => ({ ...bareSpan, name, resource, instrumentationScope, ...given });

const never: Omit<SignalQueueOptions, 'clock'> = { url: 'http://127.0.0.1:9/', ready: new Promise(() => {}) };

/** Gives a queue of spans and the names of those that have been encoded. */
function spanQueue(options: Partial<SignalQueueOptions> = {}): { queue: TraceQueue; encoded: string[] } {
  const encoded: string[] = [];
  const queue = createTraceQueue({ ...never, clock: new FakeClock(), ...options }, (writer, item) => {
    encoded.push(item.name);
    spanCodec.encode(writer, item as Span);
  });
  return { queue, encoded };
}

/** Gives the names of the spans in each batch. */
const batches = (queue: TraceQueue): string[][] =>
  queue.unsent().map(({ body }) => {
    const [{ scopeSpans }] = decode('TracesData', body).resourceSpans as [{ scopeSpans: [{ spans: { name: string }[] }] }];
    return scopeSpans[0].spans.map(({ name }) => name);
  });

const journals = { journal: () => new ItemJournal(), add: () => undefined, remove: () => undefined };

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `span ${index}`);

describe('a queue of spans', () => {
  it('encodes 16 together, counts those that wait, and sends them all in their order', () => {
    const { queue, encoded } = spanQueue();
    const counts = names(40).map((name) => {
      queue.add(span(name));
      return encoded.length;
    });
    expect(counts.filter((count, index) => count !== counts[index - 1])).toEqual([0, 16, 32]);
    expect(queue.state).toMatchObject({ items: 40, itemsUnstored: 40 });
    expect(batches(queue)).toEqual([names(40)]);
  });

  it('makes batches of the size that was asked for, be it below or above 16', async () => {
    for (const maxBatchItems of [1, 5, 20]) {
      const { queue } = spanQueue({ maxBatchItems, maxItems: 40, ready: Promise.resolve() });
      await Promise.resolve();
      for (const name of names(40)) queue.add(span(name));
      const sizes = batches(queue).map((batch) => batch.length);
      expect(sizes, `of ${maxBatchItems}`).toEqual(Array.from({ length: 40 / maxBatchItems }, () => maxBatchItems));
    }
  });

  it('makes a batch when spans that wait are large together', async () => {
    const { queue } = spanQueue({ ready: Promise.resolve() });
    await Promise.resolve();
    for (const name of names(16)) queue.add(span(name, { attributes: { text: 'x'.repeat(200_000) } }));
    expect(batches(queue).map((batch) => batch.length)).toEqual([3, 3, 3, 3, 3, 1]);
  });

  it('encodes one that waits when its time has come', async () => {
    const clock = new FakeClock();
    const { queue, encoded } = spanQueue({ clock, delayMillis: 100, ready: Promise.resolve() });
    await Promise.resolve();
    queue.add(span('one'));
    expect(encoded).toEqual([]);
    clock.advance(100);
    expect(encoded).toEqual(['one']);
  });

  it('encodes each at once where another thread has to find it', () => {
    const { queue, encoded } = spanQueue({ safekeeping: journals as never });
    queue.add(span('one'));
    expect(encoded).toEqual(['one']);
  });

  it('leaves out and counts one that throws when it is asked for its status, and goes on with the others', () => {
    const events: ExportEvent[] = [];
    const { queue } = spanQueue({ onEvent: (event) => void events.push(event) });
    const broken = Object.defineProperty(span('broken'), 'status', {
      get: () => {
        throw new Error('no status');
      },
    });
    for (const one of [span('one'), broken, span('two')]) queue.add(one);
    expect(batches(queue)).toEqual([['one', 'two']]);
    expect(events).toEqual([{ type: 'dropped', signal: 'traces', items: 1, reason: 'encoding' }]);
  });

  it('takes a span that an attribute of another ends while it is encoded', () => {
    const { queue } = spanQueue();
    const get = (): object => {
      queue.add(span('inner'));
      return {};
    };
    queue.add(Object.defineProperty(span('outer'), 'attributes', { get }));
    queue.add(span('last'));
    expect(batches(queue).flat()).toEqual(['outer', 'last', 'inner']);
  });
});

describe('a queue of log records', () => {
  const record = {
    hrTime: [1, 0] as [number, number],
    hrTimeObserved: [1, 0] as [number, number],
    body: 'x',
    attributes: {},
    droppedAttributesCount: 0,
    resource,
    instrumentationScope,
  };

  it.each([
    ['its state is asked for', (queue) => void queue.state],
    ['what is not sent is asked for', (queue) => void queue.unsent()],
    ['it is flushed', async (queue) => void (await Promise.race([queue.flush(), new Promise((resolve) => setTimeout(resolve, 50))]))],
    ['it saves', (queue) => void queue.save()],
    ['it shuts down', (queue) => void queue.shutdown()],
    ['a batch is full', (queue) => Array.from({ length: 16 }, () => queue.add(record))],
  ] as [string, (queue: ReturnType<typeof createLogQueue>) => unknown][])('asks for what is held back when %s', async (_, use) => {
    const queue = createLogQueue({ ...never, ready: Promise.resolve(), maxBatchItems: 16 });
    let released = 0;
    expect(queue.holdBack({ release: () => void released++ })).toBe(true);
    expect(released).toBe(0);
    await use(queue);
    expect(released).toBe(1);
    void queue.state;
    expect(released).toBe(1);
    await queue.shutdown({ timeoutMillis: 10 });
  });

  it('asks for what is held back when its time has come', async () => {
    const clock = new FakeClock();
    const queue = createLogQueue({ ...never, ready: Promise.resolve(), delayMillis: 100, clock });
    await Promise.resolve();
    let released = 0;
    queue.holdBack({ release: () => void released++ });
    clock.advance(100);
    expect(released).toBe(1);
  });

  it('lets nothing be held back where another thread has to find it, or batches are small', () => {
    expect(createLogQueue({ ...never, safekeeping: journals as never }).holdBack({ release: () => undefined })).toBe(false);
    expect(createLogQueue({ ...never, maxBatchItems: 15 }).holdBack({ release: () => undefined })).toBe(false);
  });
});
