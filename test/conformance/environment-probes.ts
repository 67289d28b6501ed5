import type { Receiver } from '@telewright/testing';
import { conforms, type Probe, span, withReceiver } from './probes.ts';

const warnings = (stderr: string): string[] => stderr.split('\n').filter((line) => line.startsWith('[telewright] WARN'));
const setsAttributes = `require('@opentelemetry/api').trace.getTracer('app').startSpan('work', { attributes: { a: 'long text', b: 1, c: 2 } }).end();`;
const counts = `require('@opentelemetry/api').metrics.getMeter('app').createCounter('jobs').add(1);`;

/** Runs a span under these variables and judges what came of it; undefined is as specified. */
function environment(
  variables: Readonly<Record<string, string>>,
  judge: (seen: { receiver: Receiver; stderr: string; told: readonly string[] }) => boolean,
  code: string = span,
): Probe {
  return withReceiver(async (subject, receiver, endpoint) => {
    const { stderr } = await subject.preloaded(code, { ...endpoint, ...variables }).ended;
    const told = warnings(stderr);
    return judge({ receiver, stderr, told }) ? conforms : `${receiver.spans.length} spans; ${stderr}`;
  });
}

/** Tries several; the first that is not as specified is the answer. */
function all(...probes: readonly Probe[]): Probe {
  return async (subject) => {
    for (const probe of probes) {
      const seen = await probe(subject);
      if (seen !== conforms) return seen;
    }
    return conforms;
  };
}

/** The rows about variables, each as real processes against a real receiver. */
export const environmentProbes: Readonly<Record<string, Probe>> = {
  D1: environment(
    { OTEL_TRACES_SAMPLER: '', OTEL_BSP_SCHEDULE_DELAY: ' ', OTEL_TRACES_EXPORTER: '' },
    ({ receiver, told }) => receiver.spans.length === 1 && told.length === 0,
  ),
  D2: environment(
    { OTEL_SDK_DISABLED: '1' },
    ({ receiver, told }) =>
      receiver.spans.length === 1 &&
      told.length === 1 &&
      (told[0] as string).includes('OTEL_SDK_DISABLED: expected true or false, got "1"'),
  ),
  D4: all(
    environment({ OTEL_TRACES_SAMPLER: 'ALWAYS_OFF' }, ({ receiver, told }) => receiver.spans.length === 0 && told.length === 0),
    environment(
      { OTEL_TRACES_SAMPLER: 'Sometimes' },
      ({ receiver, told }) => receiver.spans.length === 1 && told.join().includes('got "Sometimes"'),
    ),
  ),
  D7: environment(
    { OTEL_SERVICE_NAME: 'own', OTEL_RESOURCE_ATTRIBUTES: 'service.name=general,other=1' },
    ({ receiver }) =>
      receiver.spans[0]?.resource.attributes['service.name'] === 'own' && receiver.spans[0].resource.attributes['other'] === '1',
  ),
  D10: environment({ TELEWRIGHT_DEBUG_CONFIG: 'true' }, ({ stderr }) =>
    /"service\.name":\{"value":"e2e-app","origin":"package\.json"\}/.test(stderr),
  ),
  D13: all(
    environment(
      { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' },
      ({ receiver, told }) => receiver.spans.length === 0 && told.length === 0,
    ),
    environment(
      { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: 'half' },
      ({ receiver, told }) => receiver.spans.length === 1 && receiver.spans[0]?.traceState === 'ot=th:0' && told.length === 1,
    ),
    environment(
      { OTEL_TRACES_SAMPLER_ARG: '0' },
      ({ receiver, told }) => receiver.spans.length === 1 && told.join().includes('OTEL_TRACES_SAMPLER_ARG'),
    ),
  ),
  D14: all(
    environment(
      { OTEL_TRACES_EXPORTER: 'otlp,none' },
      ({ receiver, told }) => receiver.spans.length === 0 && told.join().includes('none wins'),
    ),
    environment(
      { OTEL_TRACES_EXPORTER: 'otlp,console' },
      ({ receiver, stderr }) => receiver.spans.length === 1 && /^\{.*"name":"work"/m.test(stderr),
    ),
  ),
  D16: all(
    environment(
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      ({ receiver, told }) =>
        receiver.spans.length === 1 && told.length === 1 && (told[0] as string).includes('expected one of http/protobuf, got "grpc"'),
    ),
    environment(
      { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf' },
      ({ receiver, told }) => receiver.spans.length === 1 && told.length === 0,
    ),
  ),
  D18: environment(
    { OTEL_EXPORTER_OTLP_HEADERS: 'x-a=b%20c', OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-a=own', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' },
    ({ receiver }) => {
      const headers = receiver.requests.map(({ signal, headers: given }) => `${signal} ${given['x-a']} ${given['content-encoding']}`);
      return headers.includes('traces own gzip') && headers.includes('metrics b c gzip');
    },
  ),
  D22: all(
    environment({}, ({ receiver }) => temporality(receiver) === 'cumulative', counts),
    environment(
      { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'Delta' },
      ({ receiver }) => temporality(receiver) === 'delta',
      counts,
    ),
    environment(
      { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'lowmemory' },
      ({ receiver }) => temporality(receiver) === 'delta',
      counts,
    ),
  ),
  D25: all(
    environment(
      { OTEL_ATTRIBUTE_COUNT_LIMIT: '2', OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '1', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '4' },
      ({ receiver }) => JSON.stringify(receiver.spans[0]?.attributes) === '{"a":"long"}',
      setsAttributes,
    ),
    environment(
      { OTEL_ATTRIBUTE_COUNT_LIMIT: '2' },
      ({ receiver }) => Object.keys(receiver.spans[0]?.attributes ?? {}).join() === 'a,b',
      setsAttributes,
    ),
  ),
  D28: environment({ OTEL_NODE_RESOURCE_DETECTORS: 'env,service,nonsense' }, ({ receiver, told }) => {
    const { attributes } = receiver.spans[0]?.resource ?? { attributes: {} };
    return 'service.instance.id' in attributes && !('host.name' in attributes) && told.join().includes('nonsense');
  }),
  D29: all(
    environment(
      { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,pino', OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http', TELEWRIGHT_DEBUG_CONFIG: 'true' },
      ({ stderr }) => stderr.includes('"instrumentations":["pino"]'),
    ),
    environment(
      { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,nonsense' },
      ({ receiver, told }) => receiver.spans.length === 1 && told.join().includes('"nonsense"'),
    ),
  ),
  D40: all(
    environment(
      { FINOPS_ENVIRONMENT: 'prod', FINOPS_COST_CENTER_ID: 'CC-1' },
      ({ receiver, told }) => place(receiver) === 'production' && told.length === 0,
    ),
    environment({ FINOPS_ENVIRONMENT: 'canary' }, ({ receiver, told }) => place(receiver) === 'canary' && told.length === 0),
  ),
};

function temporality(receiver: Receiver): string | undefined {
  const metric = receiver.metrics.find(({ name }) => name === 'jobs');
  return metric?.type === 'sum' ? metric.temporality : undefined;
}

function place(receiver: Receiver): unknown {
  return receiver.spans[0]?.resource.attributes['deployment.environment.name'];
}
