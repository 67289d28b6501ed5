import { type ReceivedMetric, type Receiver, type TraceNode, traceTree } from '@telewright/testing';
import type { Service } from './service.ts';
import type { Traffic } from './traffic.ts';
import type { Check } from './verify.ts';

/** Writes the whole report: trace, logs, metrics, resource, totals. */
export function report(receiver: Receiver, traffic: Traffic, services: readonly Service[]): string {
  const traceId = traffic.traceIds.at(-1) ?? '';
  return [
    section(`One trace across both processes: ${traceId}`, treeLines(traceTree(receiver.spans, traceId))),
    section('The log lines of that trace, found by its id, and the span that each leads back to', logLines(receiver, traceId)),
    section(`A request that was refused: ${traffic.refusedTraceId}, its span, its lines, and the span that each leads back to`, [
      ...treeLines(traceTree(receiver.spans, traffic.refusedTraceId)),
      ...logLines(receiver, traffic.refusedTraceId),
    ]),
    section('Metrics', metricLines(receiver.metrics)),
    ...services.map((service) => section(`Resource of ${service.name}, and where each value came from`, resourceLines(service))),
    section('Received', totals(receiver, traffic)),
  ].join('\n');
}

/** Writes the outcome of the checks. */
export function verdict(checks: readonly Check[]): string {
  return section(
    'Nothing lost?',
    checks.map(({ what, holds, detail }) => `${holds ? 'yes' : 'NO '}  ${what} (${detail})`),
  );
}

/** Writes where to look for the trace when the telemetry went to a Collector. */
export function collectorReport(endpoint: string, traffic: Traffic): string {
  return section(`Sent to ${new URL(endpoint).origin}`, [
    `${traffic.requests} requests were made; look for trace ${traffic.traceIds.at(-1) ?? '(none)'} in your backend`,
  ]);
}

function section(title: string, lines: readonly string[]): string {
  return `\n${title}\n${'-'.repeat(title.length)}\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}

function treeLines(roots: readonly TraceNode[]): string[] {
  const start = roots[0]?.span.startTimeUnixNano ?? 0n;
  const lines = (nodes: readonly TraceNode[], indent: string, depth: number): string[] =>
    nodes.flatMap(({ span, children }, index) => {
      const last = index === nodes.length - 1;
      const branch = depth === 0 ? '' : last ? '└─ ' : '├─ ';
      const below = depth === 0 ? '' : last ? '   ' : '│  ';
      const times = `${millis(span.startTimeUnixNano - start).padStart(10)} ${millis(span.endTimeUnixNano - span.startTimeUnixNano).padStart(10)}`;
      const service = String(span.resource.attributes['service.name']);
      const line = `${`${indent}${branch}${span.name}`.padEnd(44)} ${span.kind.padEnd(8)} ${service.padEnd(15)} ${times}`;
      return [line, ...lines(children, indent + below, depth + 1)];
    });
  const head = `${'span'.padEnd(44)} ${'kind'.padEnd(8)} ${'service'.padEnd(15)} ${'start'.padStart(10)} ${'duration'.padStart(10)}`;
  return roots.length > 0 ? [head, ...lines(roots, '', 0)] : ['(no spans arrived)'];
}

function logLines(receiver: Receiver, traceId: string): string[] {
  const records = receiver.logs.filter((record) => record.traceId === traceId);
  const names = new Map(receiver.spans.map(({ spanId, name }) => [spanId, name]));
  return records.map(
    (record) =>
      `${String(record.severityText).padEnd(5)} ${String(record.resource.attributes['service.name']).padEnd(15)} span ${record.spanId}  ${String(record.body)}  <- ${names.get(record.spanId ?? '') ?? '(no span)'}`,
  );
}

function metricLines(metrics: readonly ReceivedMetric[]): string[] {
  const latest = new Map<string, ReceivedMetric>();
  for (const metric of metrics) latest.set(`${metric.resource.attributes['service.name']} ${metric.name}`, metric);
  const rows = [...latest.values()].map((metric) => ({
    service: String(metric.resource.attributes['service.name']),
    text: `${metric.name.padEnd(38)} ${metric.unit.padEnd(14)} ${metric.type.padEnd(10)} ${String(metric.points.length).padStart(4)} series`,
  }));
  rows.sort((a, b) => a.service.localeCompare(b.service) || a.text.localeCompare(b.text));
  return rows.map(({ service, text }) => `${service.padEnd(15)} ${text}`);
}

interface Explained {
  readonly resource: Readonly<Record<string, { readonly value: unknown; readonly origin: string }>>;
}

/** The service explains its own configuration on stderr, because it runs with TELEWRIGHT_DEBUG_CONFIG=true. */
function resourceLines(service: Service): string[] {
  const line = service.diagnostics.find((text) => text.startsWith('{"values":'));
  if (!line) return ['(the service did not explain its configuration)'];
  const { resource } = JSON.parse(line) as Explained;
  return Object.entries(resource)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([key, { value, origin }]) => `${key.padEnd(34)} ${String(value).padEnd(40)} ${origin}`);
}

function totals(receiver: Receiver, traffic: Traffic): string[] {
  const points = receiver.metrics.reduce((sum, metric) => sum + metric.points.length, 0);
  const bytes = receiver.requests.reduce((sum, request) => sum + request.wireBytes, 0);
  const statuses = [...traffic.statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${count} x ${status}`);
  return [
    `${receiver.spans.length} spans, ${receiver.logs.length} log records, ${points} metric points in ${receiver.requests.length} requests, ${bytes} bytes`,
    `${traffic.requests} requests were made by the users (${statuses.join(', ')})`,
  ];
}

function millis(nanos: bigint): string {
  return `${(Number(nanos) / 1e6).toFixed(2)} ms`;
}
