import { labelVariables } from '../resource.js';
import type { ConfigurationFile } from './configuration-file.js';
import { allDefinitions, definitions } from './definitions.js';
import { nearestName } from './nearest-name.js';
import type { SettingFinding } from './settings.js';

/** Variables of the specification, or of other distributions for Node.js, that mean something and have no effect here. */
const unsupported: readonly (readonly [start: string, why: string])[] = [
  ['OTEL_EXPORTER_OTLP_INSECURE', 'it is for gRPC; here the scheme of the endpoint decides'],
  ['OTEL_EXPORTER_OTLP_TRACES_INSECURE', 'it is for gRPC; here the scheme of the endpoint decides'],
  ['OTEL_EXPORTER_OTLP_METRICS_INSECURE', 'it is for gRPC; here the scheme of the endpoint decides'],
  ['OTEL_EXPORTER_OTLP_LOGS_INSECURE', 'it is for gRPC; here the scheme of the endpoint decides'],
  ['OTEL_EXPORTER_ZIPKIN_', 'there is no Zipkin exporter; a Collector can pass on what it gets by OTLP'],
  ['OTEL_EXPORTER_JAEGER_', 'there is no Jaeger exporter; Jaeger takes OTLP'],
  ['OTEL_METRICS_EXEMPLAR_FILTER', 'the OpenTelemetry SDK for JavaScript makes no exemplars'],
  ['OTEL_NODE_EXPERIMENTAL_SDK_METRICS', 'the metrics of the SDK itself are always sent'],
];

/** Variables that carry the prefix and are not for this SDK: of other languages, the operator, and Kubernetes' links to a service. */
const foreign =
  /^OTEL_(JAVA|JAVAAGENT|INSTRUMENTATION|PYTHON|DOTNET|GO|PHP|RUBY|CPP|RUST|ERLANG|OPERATOR|EBPF|INJECTOR|RESOURCE_ATTRIBUTES_(NODE|POD)|SEMCONV)_|_SERVICE_(HOST|PORT)(_|$)|_PORT(_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)?$/;

/** Finds `OTEL_*`, `TELEWRIGHT_*` and `FINOPS_*` variables that nobody reads. Their values are not shown: anything can be in them. */
export function unknownVariables(environment: Readonly<Record<string, string | undefined>>): SettingFinding[] {
  const known = knownVariables();
  return Object.keys(environment)
    .filter((name) => /^(OTEL|TELEWRIGHT|FINOPS)_/.test(name) && !known.has(name) && environment[name]?.trim())
    .flatMap((name) => {
      const why = unsupported.find(([start]) => name.startsWith(start))?.[1];
      if (why !== undefined) return unknown(name, `a variable that is supported (${why})`);
      const nearest = nearestName(name, known);
      if (nearest !== undefined) return unknown(name, `a known variable (did you mean ${nearest}?)`);
      if (foreign.test(name)) return [];
      // Somebody's own OTEL_ variable may be none of ours.
      return unknown(name, 'a known variable', name.startsWith('OTEL_') ? 'info' : undefined);
    });
}

/** Says which variables of OpenTelemetry have no effect because a configuration file has the word, as the specification asks. */
export function variablesBesideFile(environment: Readonly<Record<string, string | undefined>>, file: ConfigurationFile): SettingFinding[] {
  const { variables } = definitions.configurationFile;
  const names = [...knownVariables()].filter(
    (name) => name.startsWith('OTEL_') && !variables.includes(name) && !file.referenced.has(name) && environment[name]?.trim(),
  );
  const expected = 'no variables of OpenTelemetry beside a configuration file, but those that it refers to';
  return names.length === 0 ? [] : [{ name: names.join(', '), expected, got: undefined, action: 'they are ignored', level: 'info' }];
}

/** Names every variable that is read. */
export function knownVariables(): Set<string> {
  return new Set([...allDefinitions().flatMap(({ variables }) => variables), ...labelVariables, 'OTEL_RESOURCE_ATTRIBUTES']);
}

function unknown(name: string, expected: string, level?: 'info'): SettingFinding {
  return { name, expected, got: undefined, action: 'it is ignored', ...(level && { level }) };
}
