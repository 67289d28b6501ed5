import { context, createContextKey, diag, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { VERSION } from '../src/version.js';
import { withSpan } from '../src/with-span.js';
import { recordSpans } from './recorded-spans.js';

const spans = recordSpans();
const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

function diagErrors(): unknown[][] {
  const errors: unknown[][] = [];
  diag.setLogger({ error: (...args) => void errors.push(args), warn() {}, info() {}, debug() {}, verbose() {} });
  onTestFinished(() => diag.disable());
  return errors;
}

describe('withSpan', () => {
  it('gives the result of the work, in a span that is active meanwhile and has ended then', () => {
    const result = withSpan('add', { attributes: { 'shop.items': 2 } }, (span) => {
      expect(trace.getActiveSpan()).toBe(span);
      expect(spans()).toEqual([]);
      return 1 + 1;
    });
    expect(result).toBe(2);
    expect(trace.getActiveSpan()).toBeUndefined();
    expect(spans()).toMatchObject([
      { name: 'add', kind: SpanKind.INTERNAL, attributes: { 'shop.items': 2 }, status: { code: 0 }, events: [] },
    ]);
    expect(spans()[0]?.instrumentationScope).toMatchObject({ name: '@telewright/semconv', version: VERSION });
  });

  it('lasts as long as the promise of the work, and has ended before the caller goes on', async () => {
    const result = withSpan('outer', async (outer) => {
      await pause();
      expect(trace.getActiveSpan()).toBe(outer);
      expect(spans()).toEqual([]);
      return withSpan('inner', async () => 'done');
    });
    expect(trace.getActiveSpan()).toBeUndefined();
    expect(await result).toBe('done');
    const [inner, outer] = spans();
    expect([inner?.name, outer?.name]).toEqual(['inner', 'outer']);
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
  });

  it.each([
    [
      'throws',
      (error: unknown) => () => {
        throw error;
      },
    ],
    [
      'rejects',
      (error: unknown) => async () => {
        await pause();
        throw error;
      },
    ],
  ])('records the error when the work %s, and passes the same one on', async (_, failing) => {
    const error = Object.assign(new TypeError('no such user'), { code: 'E_USER' });
    const run = async () => withSpan('find user', failing(error) as () => unknown);
    expect(await run().catch((thrown) => thrown)).toBe(error);
    const [span] = spans();
    expect(span).toMatchObject({ attributes: { 'error.type': 'E_USER' }, status: { code: SpanStatusCode.ERROR, message: 'no such user' } });
    expect(span?.events).toMatchObject([
      { name: 'exception', attributes: { 'exception.message': 'no such user', 'exception.stacktrace': error.stack } },
    ]);
    expect(span?.ended).toBe(true);
  });

  it('calls then() of a result once, for a query that is sent by each call, within the span', async () => {
    const active: unknown[] = [];
    const query = {
      // biome-ignore lint/suspicious/noThenProperty: what query builders are
      then(resolve: (rows: string[]) => void) {
        active.push(trace.getActiveSpan());
        resolve(['row']);
      },
    };
    let own: Span | undefined;
    const rows = await withSpan('query', (span) => {
      own = span;
      return query as PromiseLike<string[]>;
    });
    void rows;
    expect(active).toEqual([own]);
    expect(spans()).toHaveLength(1);
  });

  it('takes a tracer, a kind, links, a root and a context', () => {
    const key = createContextKey('mine');
    const link = { context: { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 } };
    const tracer = trace.getTracer('mine', '1.2.3');
    withSpan('outer', () => {
      const given = context.active().setValue(key, 'kept');
      withSpan('inner', { tracer, kind: SpanKind.PRODUCER, links: [link], root: true, context: given }, () => {
        expect(context.active().getValue(key)).toBe('kept');
      });
    });
    const [inner] = spans();
    expect(inner).toMatchObject({ kind: SpanKind.PRODUCER, links: [link], instrumentationScope: { name: 'mine', version: '1.2.3' } });
    expect(inner?.parentSpanContext).toBeUndefined();
  });

  it('runs the work as it is where no SDK is', async () => {
    trace.disable();
    context.disable();
    const error = new Error('as it is');
    expect(withSpan('work', () => 'result')).toBe('result');
    await expect(withSpan('work', () => Promise.reject(error))).rejects.toBe(error);
  });

  it('runs the work as it is when telemetry fails', async () => {
    const errors = diagErrors();
    const broken = (): never => {
      throw new Error('broken SDK');
    };
    expect(withSpan('work', { tracer: { startSpan: broken, startActiveSpan: broken } as Tracer }, () => 'result')).toBe('result');
    const span = Object.assign(trace.getTracer('mine').startSpan('real'), { end: broken, setStatus: broken });
    const tracer = { startSpan: () => span } as unknown as Tracer;
    const error = new Error('mine');
    expect(withSpan('work', { tracer }, () => 'result')).toBe('result');
    await expect(withSpan('work', { tracer }, () => Promise.reject(error))).rejects.toBe(error);
    expect(errors.map(([text]) => text)).toEqual([
      '@telewright/semconv: the span "work" could not be started',
      '@telewright/semconv: a span could not be ended',
      '@telewright/semconv: an exception could not be recorded',
      '@telewright/semconv: a span could not be ended',
    ]);
  });
});
