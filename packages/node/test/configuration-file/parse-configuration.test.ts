import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../src/configuration-file/parse-configuration.js';
import type { StartOptions } from '../../src/options.js';
import { processResource } from '../../src/resource.js';
import { formatFinding, resolveSettings } from '../../src/settings/resolve.js';

const resolved = (text: string, environment: Record<string, string> = {}, options: StartOptions = {}) => {
  const file = parseConfiguration(text, 'otel.yaml', environment);
  const settings = resolveSettings(options, environment, file);
  return {
    ...settings,
    lines: settings.findings.map(formatFinding),
    resource: processResource(options, settings.values, environment, file),
  };
};
const everything = `file_format: "1.1"
disabled: false
log_level: debug2
attribute_limits:
  attribute_count_limit: 64
resource:
  attributes:
    - { name: service.name, value: shop }
    - { name: replicas, value: 3, type: int }
    - { name: zones, value: [a, b] }
  attributes_list: service.name=other,extra=a%2Cb
propagator:
  composite:
    - tracecontext:
  composite_list: baggage,b3
tracer_provider:
  processors:
    - batch:
        schedule_delay: 100
        export_timeout: 200
        max_queue_size: 300
        max_export_batch_size: 50
        exporter:
          otlp_http:
            endpoint: http://collector:4318/v1/traces
            headers:
              - { name: authorization, value: "Bearer \${TOKEN}" }
            headers_list: x-scope=1,authorization=lower
            compression: gzip
            timeout: 5000
            tls: { ca_file: /ca.pem, key_file: /key.pem, cert_file: /cert.pem }
    - simple:
        exporter:
          console:
  limits:
    attribute_count_limit: 10
    event_count_limit: 11
  sampler:
    parent_based:
      root:
        trace_id_ratio_based: { ratio: 0.25 }
      remote_parent_sampled: { always_on: }
meter_provider:
  readers:
    - periodic:
        interval: 1000
        timeout: 900
        cardinality_limits: { default: 500 }
        exporter:
          otlp_http:
            temporality_preference: low_memory
            default_histogram_aggregation: base2_exponential_bucket_histogram
  views:
    - selector: { instrument_name: http.server.*, instrument_type: histogram, meter_name: app }
      stream:
        description: "a, b|c"
        aggregation: { explicit_bucket_histogram: { boundaries: [0.1, 1] } }
        attribute_keys: { included: [http.route, error.type], excluded: [url.path] }
        aggregation_cardinality_limit: 7
    - selector: { instrument_name: nodejs.* }
      stream: { aggregation: { drop: } }
  exemplar_filter: trace_based
logger_provider:
  processors:
    - batch: { schedule_delay: 77, exporter: { otlp_http: } }
  limits: { attribute_value_length_limit: 1000 }
instrumentation/development:
  general:
    http:
      client: { request_captured_headers: [x-a] }
      server: { response_captured_headers: [x-b], known_methods: [GET, POST] }
    sanitization: { url: { sensitive_query_parameters: [token] } }
  js:
    express: { enabled: false }
  java: { anything: { at: all } }
distribution:
  telewright:
    team: platform
    cost_center: CC-1
    strict: false
    sampling: { rules: ["drop path=/internal/*"], traces_per_second: 5 }
    resource_attributes: { my.key: 1 }
  another: { option: 1 }
`;

describe('a configuration file', () => {
  it('sets everything that the settings have', () => {
    const { values, lines, resource } = resolved(everything, { TOKEN: 'secret' });
    expect(lines).toEqual([]);
    expect(values).toMatchObject({
      disabled: false,
      logLevel: 'debug',
      propagators: ['tracecontext', 'baggage', 'b3'],
      tracesExporters: ['otlp', 'console'],
      spanDelayMillis: 100,
      spanExportTimeoutMillis: 200,
      spanQueueSize: 300,
      spanBatchSize: 50,
      spanAttributeCountLimit: 10,
      spanEventCountLimit: 11,
      logRecordAttributeCountLimit: 64,
      logRecordAttributeValueLengthLimit: 1000,
      sampler: 'parentbased_traceidratio',
      samplerRatio: 0.25,
      metricsExporters: ['otlp'],
      metricExportIntervalMillis: 1000,
      metricExportTimeoutMillis: 900,
      metricCardinalityLimit: 500,
      temporalityPreference: 'lowmemory',
      histogramAggregation: 'base2_exponential_bucket_histogram',
      logsExporters: ['otlp'],
      logRecordDelayMillis: 77,
      httpClientRequestHeaders: ['x-a'],
      httpServerResponseHeaders: ['x-b'],
      httpKnownMethods: ['GET', 'POST'],
      redactedQueryParameters: ['token'],
      instrumentationsDisabled: ['express'],
      tracesPerSecond: 5,
      traces: {
        url: 'http://collector:4318/v1/traces',
        headers: { authorization: 'Bearer secret', 'x-scope': '1' },
        compression: 'gzip',
        timeoutMillis: 5000,
        certificate: '/ca.pem',
        clientKey: '/key.pem',
        clientCertificate: '/cert.pem',
      },
      logs: { url: 'http://localhost:4318/v1/logs' },
    });
    expect(values.samplingRules.map(({ text }) => text)).toEqual(['drop path=/internal/*']);
    expect(values.metricViews).toMatchObject([
      {
        instrument: 'http.server.*',
        type: 'histogram',
        meter: 'app',
        description: 'a, b|c',
        aggregation: 'explicit_bucket_histogram',
        buckets: [0.1, 1],
        attributes: ['http.route', 'error.type'],
        without: ['url.path'],
        limit: 7,
      },
      { instrument: 'nodejs.*', aggregation: 'drop' },
    ]);
    expect(resource.attributes).toMatchObject({
      'service.name': 'shop',
      replicas: 3,
      zones: ['a', 'b'],
      extra: 'a,b',
      'finops.team.name': 'platform',
      'service.instance.cost_center.id': 'CC-1',
      'my.key': 1,
    });
  });

  it('is the origin of its values, with the line', () => {
    const { origins, resource } = resolved(everything);
    expect([origins['spanDelayMillis'], origins['traces.url'], origins['logLevel']]).toEqual([
      'otel.yaml:19',
      'otel.yaml:25',
      'otel.yaml:3',
    ]);
    expect([resource.sources['service.name'], resource.sources['finops.team.name']]).toEqual(['otel.yaml:8', 'otel.yaml:78']);
  });

  it('leaves out what it does not name', () => {
    const { values } = resolved('file_format: "1.0"');
    expect([values.tracesExporters, values.metricsExporters, values.logsExporters, values.propagators]).toEqual([
      ['none'],
      ['none'],
      ['none'],
      ['none'],
    ]);
  });

  it('is beaten by code and beats the environment, of which it leaves our own variables and labels', () => {
    const environment = {
      OTEL_TRACES_SAMPLER: 'always_off',
      OTEL_LOG_LEVEL: 'error',
      OTEL_SERVICE_NAME: 'from-environment',
      TELEWRIGHT_SHUTDOWN_TIMEOUT: '500',
      FINOPS_TEAM: 'payments',
    };
    const { values, lines, findings, resource } = resolved('file_format: "1.0"\nlog_level: warn', environment, { logLevel: 'debug' });
    expect([values.logLevel, values.sampler, values.shutdownTimeoutMillis]).toEqual(['debug', 'parentbased_always_on', 500]);
    expect(resource.attributes).toMatchObject({ 'finops.team.name': 'payments' });
    expect(resource.attributes['service.name']).not.toBe('from-environment');
    expect(lines).toHaveLength(1);
    expect(findings[0]).toMatchObject({ name: 'OTEL_LOG_LEVEL, OTEL_TRACES_SAMPLER, OTEL_SERVICE_NAME', level: 'info' });
  });

  it('puts variables in where it asks for them, with their type, and nowhere else', () => {
    const text = [
      'file_format: "1.0"',
      'resource:',
      '  attributes:',
      '    - { name: number, value: "${NUMBER}" }',
      '    - name: typed',
      '      value: ${NUMBER}',
      '    - { name: fallback, value: "${UNSET:-a b}" }',
      '    - { name: dollar, value: "a$$b" }',
      '    - { name: twice, value: "${NESTED}-${env:NUMBER}" }',
      '    - { name: blank, value: "${UNSET}" }',
    ].join('\n');
    const { resource, lines } = resolved(text, { NUMBER: '5', NESTED: '$$' });
    expect(lines).toEqual([]);
    expect(resource.attributes).toMatchObject({ number: '5', typed: 5, fallback: 'a b', dollar: 'a$b', twice: '$$-5' });
    expect(resource.attributes).not.toHaveProperty('blank');
  });

  it.each([
    ['file_format: "2.0"', 'otel.yaml:1 file_format: expected file_format "1.0" or a later "1.x", got "2.0"'],
    ['disabled: false', 'otel.yaml:1 file_format: expected file_format "1.0" or a later "1.x", got ""'],
    ['file_format: "1.0"\nfoo: [', 'otel.yaml:2 : expected YAML, got "'],
    ['file_format: "1.0"\ntracer_povider: {}', 'otel.yaml:2 tracer_povider: expected a known key (did you mean tracer_provider?)'],
    [
      'file_format: "1.0"\ntracer_provider:\n  processors:\n    - batch:\n        schedule_delay: soon\n        exporter: { otlp_http: }',
      'otel.yaml:5 tracer_provider.processors[0].batch.schedule_delay: expected a whole number from 0 to 2147483647, got "soon"',
    ],
    ['file_format: "1.0"\ntracer_provider: [1]', 'otel.yaml:2 tracer_provider: expected a mapping'],
    ['file_format: "1.0"\nlog_level: ${1x}', 'otel.yaml:2 log_level: expected a reference to NAME, env:NAME or NAME:-default, got "${1x}"'],
    ['file_format: "1.0"\nlog_level: loud', 'otel.yaml:2 log_level: expected a severity such as debug, info, warn or error, got "loud"'],
    [
      'file_format: "1.0"\ndistribution:\n  telewright:\n    shutdown_timout_millis: 5',
      'otel.yaml:4 distribution.telewright.shutdown_timout_millis: expected a known option (did you mean shutdown_timeout_millis?)',
    ],
    [
      'file_format: "1.0"\nresource:\n  attributes_list: a%zz=1',
      'otel.yaml:3 resource.attributes_list: expected percent-encoded names and values',
    ],
    [
      'file_format: "1.0"\nresource:\n  attributes:\n    - { name: a, value: x, type: int }',
      'otel.yaml:4 resource.attributes[0].value: expected a value of type int',
    ],
  ])('that is wrong is told with file, line and key, and nothing runs: %s', (text, said) => {
    const { values, lines, findings } = resolved(text);
    expect(lines[0]).toContain(said);
    expect(lines[0]).toMatch(/; nothing is recorded or sent until it is right$/);
    expect([findings[0]?.level, values.disabled]).toEqual(['error', true]);
  });

  it('has metrics served to Prometheus', () => {
    const reader = 'pull: { exporter: { prometheus/development: { host: 0.0.0.0, port: 9000 } } }';
    const { values, lines } = resolved(`file_format: "1.0"\nmeter_provider: { readers: [${reader}] }\n`);
    expect([values.metricsExporters, values.prometheusHost, values.prometheusPort, lines]).toEqual([['prometheus'], '0.0.0.0', 9_000, []]);
  });

  it('that asks for what is not supported runs without that, and says so', () => {
    const text = `file_format: "1.0"
tracer_provider:
  processors:
    - batch: { exporter: { otlp_grpc: { endpoint: "http://a:4317" } } }
    - batch: { exporter: { otlp_http: } }
    - batch: { exporter: { otlp_http: { endpoint: "http://b/v1/traces" } } }
  sampler: { jaeger_remote/development: { endpoint: "http://a" } }
meter_provider:
  readers:
    - pull: { exporter: { prometheus/development: { translation_strategy: NoTranslation } } }
`;
    const { values, lines } = resolved(text);
    expect(lines).toEqual([
      'otel.yaml:4 tracer_provider.processors[0].batch.exporter.otlp_grpc: expected what is supported (http/protobuf is the only protocol; use otlp_http); it is left out',
      'otel.yaml:6 tracer_provider.processors[2].batch.exporter.otlp_http: expected what is supported (the traces have one otlp_http exporter; a Collector can send to several); it is left out',
      'otel.yaml:7 tracer_provider.sampler.jaeger_remote/development: expected what is supported (no sampler asks a service); it is left out',
      'otel.yaml:10 meter_provider.readers[0].pull.exporter.prometheus/development.translation_strategy: expected what is supported (metrics are named as the official exporter names them); it is left out',
    ]);
    expect([values.disabled, values.tracesExporters, values.metricsExporters]).toEqual([false, ['otlp'], ['prometheus']]);
  });

  it('of a later minor version may have keys that are not known', () => {
    const { values, lines } = resolved('file_format: "1.7"\nsomething_new: 1');
    expect([values.disabled, lines]).toEqual([
      false,
      ['otel.yaml:2 something_new: expected what is supported (it is not known); it is left out'],
    ]);
  });

  it('never shows what a variable or a header has', () => {
    const text =
      'file_format: "1.0"\ntracer_provider:\n  processors:\n    - batch:\n        exporter:\n          otlp_http:\n            headers: [{ name: "a b", value: "${TOKEN}" }]\n            headers_list: ${TOKEN}\n            compression: gzip';
    const { lines } = resolved(text, { TOKEN: 'secret' });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join()).not.toContain('secret');
  });

  it('tells of a key in one line, whatever the key is', () => {
    const { lines } = resolved('file_format: "1.0"\n"two\\nlines": 1\nresource:\n  "a b": 1');
    expect(lines.map((line) => line.split(':', 2).join(':'))).toEqual(['otel.yaml:2 "two\\nlines"', 'otel.yaml:4 resource."a b"']);
  });

  it('that holds anything neither throws nor leaves the service without telemetry for a reason that is not told', () => {
    const word = fc.constantFrom(
      ...everything.split(/[\s{},[\]]+/).filter(Boolean),
      '*a',
      '&a',
      '<<:',
      '- ',
      '"',
      "'",
      '|',
      '?',
      '${',
      '!!binary',
    );
    const separator = fc.constantFrom(' ', '\n', '\n  ', '\n    ', ': ', ', ', '[', ']', '{', '}');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.tuple(word, separator), { maxLength: 60 }).map((parts) => `file_format: "1.0"\n${parts.flat().join('')}`),
      fc
        .tuple(fc.nat(everything.length), fc.nat(40), fc.string())
        .map(([at, length, put]) => everything.slice(0, at) + put + everything.slice(at + length)),
    );
    fc.assert(
      fc.property(text, (yaml) => {
        const { values, findings, lines } = resolved(yaml);
        for (const line of lines) expect(line).not.toContain('\n');
        if (values.disabled && !/disabled: *true/.test(yaml)) expect(findings.map(({ level }) => level)).toContain('error');
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);
});
