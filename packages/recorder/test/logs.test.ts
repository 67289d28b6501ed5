import { context, type Logger, type LogRecord, ROOT_CONTEXT, SeverityNumber, trace } from '@opentelemetry/api';
import {
  BatchLogRecordProcessor,
  createLoggerConfigurator,
  InMemoryLogRecordExporter,
  type ReadableLogRecord,
  type ReadWriteLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { diagnostics, keeping, type LogOptions, logProcessor, logRecorders, only, resource, withContextManager } from './recorders.js';

withContextManager();
const told = diagnostics();
const spanContext = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
const inSpan = trace.setSpanContext(ROOT_CONTEXT, spanContext);

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_123, toFake: ['Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each(logRecorders)('$name', ({ create }) => {
  const emitted = (record: LogRecord, options?: LogOptions): ReadableLogRecord => {
    const records: ReadableLogRecord[] = [];
    create([keeping(records)], options)
      .getLogger('test', '1.2.3')
      .emit(record);
    return only(records);
  };

  test('keeps what a record says', () => {
    const record = emitted({
      timestamp: [1, 2],
      observedTimestamp: new Date(3_000),
      severityNumber: SeverityNumber.WARN,
      severityText: 'warning',
      body: { text: 'hello', list: [1] },
      eventName: 'greeting',
      attributes: { a: 1, map: { b: [null] } },
    });
    expect(record).toMatchObject({
      hrTime: [1, 2],
      hrTimeObserved: [3, 0],
      severityNumber: 13,
      severityText: 'warning',
      body: { text: 'hello', list: [1] },
      eventName: 'greeting',
      attributes: { a: 1, map: { b: [null] } },
      droppedAttributesCount: 0,
      instrumentationScope: { name: 'test', version: '1.2.3' },
    });
    expect(record.resource).toBe(resource);
    expect(told).toEqual([]);
  });

  test('an empty record happened and was observed now', () => {
    const { hrTime, hrTimeObserved, attributes, body, severityNumber, severityText, eventName, spanContext } = emitted({});
    expect({ hrTime, hrTimeObserved, attributes }).toEqual({
      hrTime: [1_700_000_000, 123_000_000],
      hrTimeObserved: [1_700_000_000, 123_000_000],
      attributes: {},
    });
    expect([body, severityNumber, severityText, eventName, spanContext]).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  test('takes milliseconds since the epoch, and since the process began', () => {
    expect(emitted({ timestamp: 1_600_000_000_250 }).hrTime).toEqual([1_600_000_000, 250_000_000]);
    expect(emitted({ timestamp: 1_500 }).hrTime).toEqual([1_700_000_001, 623_000_000]);
  });

  test('belongs to the span of the context that is given, or else of the active one, if that is valid', () => {
    expect(emitted({ context: inSpan }).spanContext).toBe(spanContext);
    expect(context.with(inSpan, () => emitted({})).spanContext).toBe(spanContext);
    expect(context.with(inSpan, () => emitted({ context: ROOT_CONTEXT })).spanContext).toBeUndefined();
    const invalid = trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, traceId: '0'.repeat(32) });
    expect(emitted({ context: invalid }).spanContext).toBeUndefined();
  });

  test('leaves out attributes that are invalid or beyond the limits, and counts the latter', () => {
    const attributes = { text: 'abcd', function: () => 1, '': 1, absent: undefined, list: ['abcd'], beyond: 1 };
    const record = emitted(
      { attributes: attributes as never },
      { logRecordLimits: { attributeCountLimit: 2, attributeValueLengthLimit: 3 } },
    );
    expect(record.attributes).toEqual({ text: 'abc', list: ['abc'] });
    expect(record.droppedAttributesCount).toBe(1);
  });

  test('takes 128 attributes by default', () => {
    const attributes = Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`${index}a`, index]));
    const record = emitted({ attributes });
    expect([Object.keys(record.attributes).length, record.droppedAttributesCount]).toEqual([128, 2]);
  });

  test.each([
    ['an error', { name: 'TypeError', message: 'bad', stack: 'at x' }, { type: 'TypeError', message: 'bad', stacktrace: 'at x' }],
    ['an error with a code', { code: 'ENOENT', name: 'Error', message: 'bad' }, { type: 'ENOENT', message: 'bad' }],
    ['text', 'text', { message: 'text' }],
    ['a number', 5, { message: '5' }],
    ['a stack alone', { stack: 'at x' }, { stacktrace: 'at x' }],
  ])('describes %s as an exception', (_, exception, expected) => {
    const attributes = Object.fromEntries(Object.entries(expected).map(([key, value]) => [`exception.${key}`, value]));
    expect(emitted({ exception }).attributes).toEqual(attributes);
    expect(emitted({ exception, attributes: { 'exception.message': 'own' } }).attributes['exception.message']).toBe('own');
    expect(told).toEqual([]);
  });

  test('warns of an exception without anything', () => {
    expect(emitted({ exception: {} }).attributes).toEqual({});
    expect(told.map(({ level }) => level)).toEqual(['warn']);
  });

  test('processors are called in their order with the context, may change a record meanwhile, and not later', () => {
    const calls: string[] = [];
    let kept: ReadWriteLogRecord | undefined;
    const first = logProcessor({
      onEmit(record, given) {
        calls.push(`first ${given === inSpan}`);
        kept = record;
        record
          .setAttribute('a', 1)
          .setAttributes({ b: 2 })
          .setBody('body')
          .setEventName('event')
          .setSeverityNumber(9)
          .setSeverityText('info');
        Object.assign(record, { hrTime: [1, 1], hrTimeObserved: [2, 2], spanContext });
      },
    });
    const second = logProcessor({ onEmit: (record) => void calls.push(`second ${record.body}`) });
    create([first, second]).getLogger('test').emit({ context: inSpan });
    expect(calls).toEqual(['first true', 'second body']);
    const record = kept as ReadWriteLogRecord;
    record
      .setAttribute('a', 'late')
      .setAttributes({ c: 3 })
      .setBody('late')
      .setEventName('late')
      .setSeverityNumber(1)
      .setSeverityText('late');
    Object.assign(record, { hrTime: [9, 9], hrTimeObserved: [9, 9], spanContext: undefined });
    expect(record).toMatchObject({
      attributes: { a: 1, b: 2 },
      body: 'body',
      eventName: 'event',
      severityNumber: 9,
      severityText: 'info',
      hrTime: [1, 1],
      hrTimeObserved: [2, 2],
      spanContext,
    });
    expect(told).toHaveLength(9);
  });

  test('a logger without processors, or whose processors are all not interested, is not enabled', () => {
    const asked: unknown[] = [];
    const onEmit = vi.fn();
    const indifferent = logProcessor({ onEmit, enabled: (options) => asked.push(options) < 0 });
    const logger = create([indifferent]).getLogger('test') as Required<Logger>;
    expect(logger.enabled({ severityNumber: 9, eventName: 'e', context: inSpan })).toBe(false);
    logger.emit({ body: 'a' });
    expect(onEmit).not.toHaveBeenCalled();
    expect(asked[0]).toMatchObject({ context: inSpan, instrumentationScope: { name: 'test' }, severityNumber: 9, eventName: 'e' });
    expect(create([]).getLogger('test').enabled()).toBe(false);
    expect(
      create([indifferent, logProcessor({})])
        .getLogger('test')
        .enabled(),
    ).toBe(true);
  });

  test('a configurator switches loggers off, sets the severity they begin at, and leaves out what belongs to unsampled spans', () => {
    const loggerConfigurator = createLoggerConfigurator([
      { pattern: 'off', config: { enabled: false } },
      { pattern: 'warn', config: { minimumSeverity: SeverityNumber.WARN } },
      { pattern: 'traced', config: { traceBased: true } },
    ]);
    const records: ReadableLogRecord[] = [];
    const provider = create([keeping(records)], { loggerConfigurator });
    const unsampled = trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, traceFlags: 0 });
    provider.getLogger('off').emit({ body: 1 });
    provider.getLogger('warn').emit({ body: 2, severityNumber: SeverityNumber.INFO });
    provider.getLogger('warn').emit({ body: 3, severityNumber: SeverityNumber.WARN });
    provider.getLogger('warn').emit({ body: 4 });
    provider.getLogger('traced').emit({ body: 5, context: unsampled });
    provider.getLogger('traced').emit({ body: 6, context: inSpan });
    provider.getLogger('traced').emit({ body: 7, context: ROOT_CONTEXT });
    provider.getLogger('other').emit({ body: 8, context: unsampled });
    expect(records.map(({ body }) => body)).toEqual([3, 4, 6, 7, 8]);
  });

  test('gives the same logger for the same scope, whatever the order of its attributes', () => {
    const provider = create([logProcessor({})]);
    const logger = provider.getLogger('a', '1', { schemaUrl: 'u', attributes: { x: 1, y: [1, 2] } });
    expect(provider.getLogger('a', '1', { schemaUrl: 'u', attributes: { y: [1, 2], x: 1 } })).toBe(logger);
    const others = [
      { x: '1', y: [1, 2] },
      { x: 1, y: ['1', '2'] },
      { x: 1, y: '1,2' },
      { x: -0 },
      { x: 0 },
      { x: Number.NaN },
      { x: 'NaN' },
    ];
    const loggers = others.map((attributes) => provider.getLogger('a', '1', { schemaUrl: 'u', attributes }));
    expect(new Set([logger, ...loggers]).size).toBe(8);
    expect(provider.getLogger('a', '1')).not.toBe(provider.getLogger('a'));
  });

  test('the scope has the attributes it was asked for, and a nameless logger is unknown', () => {
    const records: ReadableLogRecord[] = [];
    const provider = create([keeping(records)], { logRecordLimits: { attributeCountLimit: 1 } });
    provider.getLogger('', undefined, { attributes: { a: 1, b: 2 } }).emit({});
    expect(only(records).instrumentationScope).toMatchObject({ name: 'unknown', attributes: { a: 1 }, droppedAttributesCount: 1 });
  });

  test('exports through the official processors and exporters, and nothing after the shutdown', async () => {
    vi.useRealTimers();
    const [batched, single] = [new InMemoryLogRecordExporter(), new InMemoryLogRecordExporter()];
    const provider = create([new BatchLogRecordProcessor({ exporter: batched }), new SimpleLogRecordProcessor({ exporter: single })]);
    const logger = provider.getLogger('test');
    logger.emit({ body: 'one' });
    await provider.forceFlush();
    for (const exporter of [batched, single]) expect(exporter.getFinishedLogRecords().map(({ body }) => body)).toEqual(['one']);
    await provider.shutdown();
    expect(logger.enabled()).toBe(false);
    logger.emit({ body: 'late' });
    provider.getLogger('other').emit({ body: 'later' });
    expect(batched.getFinishedLogRecords()).toEqual([]);
  });

  test('is shut down once, and a flush afterwards is over with it', async () => {
    const calls: string[] = [];
    const spy = logProcessor({ shutdown: async () => void calls.push('shutdown'), forceFlush: async () => void calls.push('flush') });
    const provider = create([spy]);
    await Promise.all([provider.shutdown(), provider.shutdown()]);
    await provider.forceFlush();
    expect(calls).toEqual(['shutdown']);
  });

  test('a flush rejects with the error of a processor, and when one hangs', async () => {
    vi.useRealTimers();
    const failure = new Error('broken');
    await expect(create([logProcessor({ forceFlush: () => Promise.reject(failure) })]).forceFlush()).rejects.toBe(failure);
    const hanging = logProcessor({ forceFlush: () => new Promise(() => undefined) });
    await expect(create([hanging]).forceFlush({ timeoutMillis: 20 })).rejects.toThrow();
  });
});
