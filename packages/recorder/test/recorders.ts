import { context, diag, type Link, type LoggerProvider as LoggerProviderApi, type MeterProvider, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  type LoggerConfigurator,
  type LogRecordLimits,
  type LogRecordProcessor,
  LoggerProvider as OfficialLoggerProvider,
  type ReadableLogRecord,
} from '@opentelemetry/sdk-logs';
import {
  type IdGenerator,
  TracerProvider as OfficialTracerProvider,
  type ReadableSpan,
  type Sampler,
  type SpanLimits,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { LoggerProvider, TracerProvider } from '../src/index.js';

export const resource = resourceFromAttributes({ 'service.name': 'orders' });

export interface TraceOptions {
  readonly sampler?: Sampler;
  readonly spanLimits?: SpanLimits;
  readonly idGenerator?: IdGenerator;
  readonly meterProvider?: MeterProvider;
}

/** What a test does with a provider, whoever made it. */
export interface Provider {
  getTracer(name: string, version?: string, options?: { schemaUrl?: string }): Tracer;
  forceFlush(options?: { timeoutMillis?: number }): Promise<void>;
  shutdown(): Promise<void>;
}

export interface ProcessorTraces {
  readonly name: string;
  create(spanProcessors: SpanProcessor[], options?: TraceOptions): Provider;
}

const official: ProcessorTraces = {
  name: '@opentelemetry/sdk-trace',
  create: (spanProcessors, options) => new OfficialTracerProvider({ resource, spanProcessors, ...options }),
};
const full: ProcessorTraces = {
  name: '@telewright/recorder',
  create: (spanProcessors, options) => new TracerProvider({ resource, spanProcessors, ...options }),
};

/** Both recorders as span processors see them. */
export const withProcessors: readonly ProcessorTraces[] = [official, full];

export interface Recording {
  readonly tracer: Tracer;
  /** The sampled spans that have ended. */
  readonly spans: ReadableSpan[];
}

/** Both recorders, ours also with a sink alone, which is what it is lean for. */
export const recorders: readonly { readonly name: string; record(options?: TraceOptions): Recording }[] = [
  ...withProcessors.map(({ name, create }) => ({
    name,
    record(options?: TraceOptions): Recording {
      const spans: ReadableSpan[] = [];
      return { tracer: create([collecting(spans)], options).getTracer('test', '1.2.3'), spans };
    },
  })),
  {
    name: '@telewright/recorder with a sink',
    record(options?: TraceOptions): Recording {
      const spans: ReadableSpan[] = [];
      const sink = {
        add: (span: ReadableSpan) => void spans.push(span),
        forceFlush: async () => undefined,
        shutdown: async () => undefined,
      };
      return { tracer: new TracerProvider({ resource, sinks: [sink], ...options }).getTracer('test', '1.2.3'), spans };
    },
  },
];

/** A processor that keeps the sampled spans. */
export function collecting(spans: ReadableSpan[]): SpanProcessor {
  return processor({ onEnd: (span) => void (span.spanContext().traceFlags & 1 && spans.push(span)) });
}

/** A processor that does what is given and nothing else. */
export function processor(some: Partial<SpanProcessor>): SpanProcessor {
  return { onStart: () => undefined, onEnd: () => undefined, forceFlush: async () => undefined, shutdown: async () => undefined, ...some };
}

/** Gives the only span of a recording. */
export function only<Item>(items: readonly Item[]): Item {
  if (items.length !== 1) throw new Error(`expected one, got ${items.length}`);
  return items[0] as Item;
}

/** Gives links as they are compared: without properties that are there and undefined. */
export function plain(links: readonly Link[]): unknown {
  return JSON.parse(JSON.stringify(links));
}

export interface LogOptions {
  readonly logRecordLimits?: LogRecordLimits;
  readonly loggerConfigurator?: LoggerConfigurator;
  readonly meterProvider?: MeterProvider;
}

export interface LogProvider extends LoggerProviderApi {
  forceFlush(options?: { timeoutMillis?: number }): Promise<void>;
  shutdown(): Promise<void>;
}

/** Both recorders as log record processors see them. */
export const logRecorders: readonly {
  readonly name: string;
  create(processors: LogRecordProcessor[], options?: LogOptions): LogProvider;
}[] = [
  { name: '@opentelemetry/sdk-logs', create: (processors, options) => new OfficialLoggerProvider({ resource, processors, ...options }) },
  { name: '@telewright/recorder', create: (processors, options) => new LoggerProvider({ resource, processors, ...options }) },
];

/** A processor that does what is given and nothing else. */
export function logProcessor(some: Partial<LogRecordProcessor>): LogRecordProcessor {
  return { onEmit: () => undefined, forceFlush: async () => undefined, shutdown: async () => undefined, ...some };
}

/** A processor that keeps the records. */
export function keeping(records: ReadableLogRecord[]): LogRecordProcessor {
  return logProcessor({ onEmit: (record) => void records.push(record as ReadableLogRecord) });
}

/** Registers a context manager for the tests of a file. */
export function withContextManager(): void {
  beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
  afterAll(() => context.disable());
}

/** Collects what is told to the diagnostic logger during each test of a file. */
export function diagnostics(): { readonly level: string; readonly text: string }[] {
  const told: { level: string; text: string }[] = [];
  const tell =
    (level: string) =>
    (text: string): void =>
      void told.push({ level, text });
  beforeAll(() => {
    const logger = { error: tell('error'), warn: tell('warn'), info: tell('info'), debug: () => undefined, verbose: () => undefined };
    diag.setLogger(logger, { suppressOverrideMessage: true });
    told.length = 0;
  });
  afterEach(() => {
    told.length = 0;
  });
  afterAll(() => diag.disable());
  return told;
}
