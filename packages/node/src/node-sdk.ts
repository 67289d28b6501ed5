import type { TextMapPropagator } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { IMetricReader, ViewOptions } from '@opentelemetry/sdk-metrics';
import { AlwaysOnSampler, ParentBasedSampler, type Sampler, type SpanLimits, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { type Prepared, prepare } from './assemble.js';
import { baggageToLogs, baggageToSpans } from './baggage/copy-baggage.js';
import { type Listening, listen } from './instrumentations.js';
import { finishAtProcessEnd } from './lifecycle.js';
import { createLogGuards } from './log-guards.js';
import type { StartOptions } from './options.js';
import { Outgoing } from './outgoing.js';
import { chooseSampler } from './pipeline/choose-sampler.js';
import { createLogSinks } from './pipeline/logs.js';
import { viewsOf } from './pipeline/metric-views.js';
import { createMetricReaders } from './pipeline/metrics.js';
import { createPropagator } from './pipeline/propagator.js';
import type { Provider } from './pipeline/signal-pipeline.js';
import { logRecordProcessor, spanProcessor } from './pipeline/sink-processors.js';
import { createSpanSinks, spanLimits } from './pipeline/traces.js';
import { openDelivery } from './record.js';
import { givenInstrumentations } from './settings/given-instrumentations.js';
import { givenProcessing } from './settings/given-processing.js';
import { processEnvironment } from './settings/process-environment.js';
import { version } from './version.js';
import { entryPoint, workingDirectory } from './working-directory.js';

/** The part of a `NodeSDKConfiguration` that carries Telewright. */
interface NodeSdkConfiguration {
  readonly autoDetectResources: false;
  readonly resource: Resource;
  readonly textMapPropagator: TextMapPropagator;
  readonly sampler: Sampler;
  readonly spanLimits: SpanLimits;
  readonly spanProcessors: SpanProcessor[];
  readonly metricReaders: IMetricReader[];
  readonly views: ViewOptions[];
  readonly logRecordProcessors: LogRecordProcessor[];
  readonly instrumentations: NodeSdkInstrumentation[];
}

/** Our instrumentations as one that a `NodeSDK` switches on when it starts. */
interface NodeSdkInstrumentation {
  readonly instrumentationName: string;
  readonly instrumentationVersion: string;
  enable(): void;
  disable(): void;
  setTracerProvider(): void;
  setMeterProvider(): void;
  setLoggerProvider(): void;
  setConfig(): void;
  getConfig(): { enabled?: boolean };
}

/**
 * Gives a partial configuration that makes `new NodeSDK(...)` carry our resource, sampler, instrumentations and pipeline. Options and
 * environment are those of `start()`. What was recorded is delivered when the process ends, and by `shutdown()` of the `NodeSDK`.
 *
 * @throws TypeError for a wrong option, variable or label, in strict mode only
 */
export function nodeSdkConfiguration(options: StartOptions = {}): NodeSdkConfiguration {
  const environment = processEnvironment();
  const prepared = prepare(options, environment);
  const { values } = prepared.settings;
  const base = {
    autoDetectResources: false,
    resource: prepared.known.resource,
    textMapPropagator: createPropagator(values.propagators),
  } as const;
  const processing = givenProcessing(options);
  const shape = {
    sampler: processing.sampler ?? chooseSampler(values) ?? new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanLimits: spanLimits(values),
    views: viewsOf(values),
  };
  if (values.disabled) return { ...base, ...shape, spanProcessors: [], metricReaders: [], logRecordProcessors: [], instrumentations: [] };

  const { delivery, folder } = openDelivery(values, prepared.known, environment);
  const traces = createSpanSinks(values, delivery);
  const collected = createMetricReaders(values, delivery);
  const logs = createLogSinks(values, delivery);
  delivery.lifeline?.onCollect(() => collected.collectNow().map(({ request }) => request));
  const outgoing = new Outgoing({
    providers: collected.readers.map(collecting),
    outlets: { traces: traces.outlets, metrics: collected.outlets, logs: logs.outlets },
    collectMetrics() {
      for (const { queue, request } of collected.collectNow()) queue.take(request, false);
    },
    spool: delivery.spool,
    spoolFolder: folder,
    timeoutMillis: values.shutdownTimeoutMillis,
  });
  const stopWatching = finishAtProcessEnd(outgoing);
  const shutdown = (): Promise<void> => {
    stopWatching();
    return outgoing.shutdown();
  };
  const last: SpanProcessor = { onStart: () => undefined, onEnd: () => undefined, forceFlush: () => Promise.resolve(), shutdown };
  return {
    ...base,
    ...shape,
    spanProcessors: [...baggageToSpans(values.baggageAttributes), ...processing.spanProcessors, ...traces.sinks.map(spanProcessor), last],
    metricReaders: [...collected.readers],
    logRecordProcessors: [
      ...baggageToLogs(values.baggageAttributes),
      ...processing.logRecordProcessors,
      ...logs.sinks.map(logRecordProcessor),
    ],
    instrumentations: [instrumentation(prepared, options)],
  };
}

/** The `NodeSDK` shuts its own providers down; before that the readers give what they have. */
function collecting(reader: IMetricReader): Provider {
  return { forceFlush: () => reader.forceFlush(), shutdown: () => reader.forceFlush() };
}

/**
 * The `NodeSDK` puts its providers behind the API after it has switched instrumentations on, and tracers and meters that were asked for
 * earlier from another copy of the API would stay without effect. So ours begin as soon as the call of its `start()` is over.
 */
function instrumentation({ api, settings, known }: Prepared, options: StartOptions): NodeSdkInstrumentation {
  let isEnabled = false;
  let listening: Listening | undefined;
  const begin = (): void => {
    if (!isEnabled || listening !== undefined) return;
    const host = { entryPoint: entryPoint(), workingDirectory: workingDirectory(), given: givenInstrumentations(options) };
    listening = listen(settings.values, known.detected.attributes, host, createLogGuards(settings.values, api.logs, api.metrics));
  };
  return {
    instrumentationName: '@telewright/node',
    instrumentationVersion: version,
    enable() {
      isEnabled = true;
      // Whichever comes first: in CommonJS the next tick, in ES modules the microtask.
      process.nextTick(begin);
      queueMicrotask(begin);
    },
    disable() {
      isEnabled = false;
      listening?.stop();
      listening = undefined;
    },
    setTracerProvider: () => undefined,
    setMeterProvider: () => undefined,
    setLoggerProvider: () => undefined,
    setConfig: () => undefined,
    getConfig: () => ({}),
  };
}
