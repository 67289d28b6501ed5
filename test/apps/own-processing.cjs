// Brings an official instrumentation, processors, a sampler and an exporter of its own, as users of OpenTelemetry's SDK have them.
const { HttpInstrumentation } = require('installed-instrumentation-http');
const { ExportResultCode } = require('@opentelemetry/core');
const { BatchLogRecordProcessor } = require('@opentelemetry/sdk-logs');
const { ParentBasedSampler, SamplingDecision, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace');
const { logs, trace } = require('@opentelemetry/api');
const { start } = require('@telewright/node');

const exported = [];
const exporter = (describe) => ({
  export(batch, done) {
    exported.push(...batch.map(describe));
    done({ code: ExportResultCode.SUCCESS });
  },
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
});
const inert = { forceFlush: async () => undefined, shutdown: async () => undefined };
const telemetry = start({
  instrumentations: [new HttpInstrumentation()],
  traces: {
    sampler: new ParentBasedSampler({
      root: {
        shouldSample: (_context, _traceId, name) => ({
          decision: name === 'unwanted' ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED,
          attributes: { 'sampled.by': 'the app' },
        }),
      },
    }),
    processors: [
      {
        ...inert,
        onStart: (span) => span.setAttribute('seen.at', 'start'),
        onEnding: (span) => span.setAttribute('seen.at', 'ending'),
        onEnd: (span) => {
          if (span.attributes.secret) span.attributes.secret = 'redacted';
        },
      },
      new SimpleSpanProcessor({
        exporter: exporter(({ name, kind, attributes, duration, instrumentationScope, resource }) => ({
          name,
          kind,
          scope: instrumentationScope.name,
          service: resource.attributes['service.name'],
          seen: attributes['seen.at'],
          took: duration[0] >= 0 && duration[1] > 0,
        })),
      }),
    ],
  },
  logs: {
    processors: [
      { ...inert, onEmit: (record) => record.setAttribute('added', true).setBody(`${record.body}!`) },
      new BatchLogRecordProcessor({ exporter: exporter(({ body, attributes }) => ({ body, added: attributes.added })) }),
    ],
  },
});

const http = require('node:http');
const tracer = trace.getTracer('app');
tracer.startSpan('unwanted').end();
tracer.startSpan('own', { attributes: { secret: 'password' } }).end();
logs.getLogger('app').emit({ body: 'hello' });
const server = http
  .createServer((_request, response) => response.end('ok'))
  .listen(0, '127.0.0.1', () => {
    http.get({ port: server.address().port, host: '127.0.0.1', path: '/orders' }, (response) => {
      response.resume().on('end', () => server.close());
      server.closeIdleConnections();
    });
  });
server.on('close', async () => {
  await telemetry.forceFlush();
  const officialIsLoaded = Object.keys(require.cache).some((file) => file.endsWith('official-recorder.cjs'));
  console.log(JSON.stringify({ exported, officialIsLoaded }));
  await telemetry.shutdown();
});
