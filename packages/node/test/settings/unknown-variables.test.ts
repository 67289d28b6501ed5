import { describe, expect, it } from 'vitest';
import { formatFinding, resolveSettings } from '../../src/settings/resolve.js';

const linesOf = (environment: Record<string, string>): string[] => resolveSettings({}, environment).findings.map(formatFinding);

describe('a variable that nobody reads', () => {
  it.each([
    ['OTEL_TRACE_SAMPLER', 'OTEL_TRACES_SAMPLER'],
    ['OTEL_EXPORTER_OTLP_ENPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    ['OTEL_EXPORTER_OTLP_TRACE_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'],
    ['OTEL_SERVICENAME', 'OTEL_SERVICE_NAME'],
    ['OTEL_RESOURCE_ATTRIBUTE', 'OTEL_RESOURCE_ATTRIBUTES'],
    ['TELEWRIGHT_LOG', 'TELEWRIGHT_LOGS'],
    ['FINOPS_COSTCENTER_ID', 'FINOPS_COST_CENTER_ID'],
  ])('%s is told with the one that was meant', (name, meant) => {
    expect(linesOf({ [name]: 'secret' })).toEqual([`${name}: expected a known variable (did you mean ${meant}?); it is ignored`]);
  });

  it('is told without a guess when nothing is near, as a note where it may be none of ours', () => {
    const { findings } = resolveSettings({}, { TELEWRIGHT_SOMETHING_ELSE: '1', OTEL_SOMETHING_OF_MY_OWN: '1' });
    expect(findings.map(({ name, expected, level }) => [name, expected, level])).toEqual([
      ['TELEWRIGHT_SOMETHING_ELSE', 'a known variable', undefined],
      ['OTEL_SOMETHING_OF_MY_OWN', 'a known variable', 'info'],
    ]);
  });

  it('is told why it has no effect when the specification defines it', () => {
    expect(linesOf({ OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'http://zipkin' })).toEqual([
      'OTEL_EXPORTER_ZIPKIN_ENDPOINT: expected a variable that is supported (there is no Zipkin exporter; a Collector can pass on what it gets by OTLP); it is ignored',
    ]);
  });

  it('is not told when it is blank, or for somebody else', () => {
    const environment = {
      OTEL_TRACE_SAMPLER: ' ',
      OTEL_COLLECTOR_SERVICE_HOST: '10.0.0.1', // Kubernetes makes these for a service named otel-collector
      OTEL_COLLECTOR_PORT: 'tcp://10.0.0.1:4318',
      OTEL_COLLECTOR_PORT_4318_TCP_ADDR: '10.0.0.1',
      OTEL_RESOURCE_ATTRIBUTES_POD_NAME: 'pod', // the OpenTelemetry operator makes these
      OTEL_JAVAAGENT_ENABLED: 'true',
      OTHER_VARIABLE: '1',
    };
    expect(linesOf(environment)).toEqual([]);
  });
});
