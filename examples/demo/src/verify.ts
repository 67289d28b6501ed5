import type { ReceivedSpan, Receiver } from '@telewright/testing';
import type { Service } from './service.ts';
import type { Traffic } from './traffic.ts';

/** One promise of the demo, and whether it held. */
export interface Check {
  readonly what: string;
  readonly holds: boolean;
  readonly detail: string;
}

/** Holds what arrived against what was done. */
export function verify(receiver: Receiver, traffic: Traffic, services: readonly Service[]): Check[] {
  const spans = (service: string, kind: ReceivedSpan['kind']): ReceivedSpan[] =>
    receiver.spans.filter((span) => span.resource.attributes['service.name'] === service && span.kind === kind);
  const proxyServer = spans('proxy', 'SERVER').length;
  const proxyClient = spans('proxy', 'CLIENT').length;
  const metricsServer = spans('system-metrics', 'SERVER');
  const spanIds = new Set(receiver.spans.map(({ traceId, spanId }) => `${traceId} ${spanId}`));
  const lost = receiver.logs.filter(({ traceId, spanId }) => traceId && !spanIds.has(`${traceId} ${spanId}`)).length;
  const clientIds = new Set(spans('proxy', 'CLIENT').map((span) => span.spanId));
  const childless = metricsServer.filter((span) => !span.parentSpanId || !clientIds.has(span.parentSpanId)).length;
  return [
    check(
      'every request was answered with 200, and a forged one with 401',
      traffic.statuses.get(200) === traffic.requests - 1 && traffic.statuses.get(401) === 1,
      `${traffic.statuses.get(200)} and ${traffic.statuses.get(401)} of ${traffic.requests}`,
    ),
    equal('requests of the users = server spans of the proxy', traffic.requests, proxyServer),
    equal('outgoing requests of the proxy = server spans of system-metrics', proxyClient, metricsServer.length),
    check('each server span of system-metrics has its parent in the proxy', childless === 0, `${childless} without`),
    check('the log lines of a request can be found by its trace id', logsOfTraces(receiver, traffic), `${receiver.logs.length} records`),
    check('each log line of a request leads back to its span', lost === 0, `${lost} lead nowhere`),
    check(
      'the span of the refused request leads to its lines, and they lead back',
      leadBothWays(receiver, traffic.refusedTraceId),
      `trace ${traffic.refusedTraceId}`,
    ),
    ...(['proxy', 'system-metrics'] as const).map((name) =>
      check(`${name} sent traces, metrics and logs with one resource`, oneResource(receiver, name), `service.name = ${name}`),
    ),
    ...services.map(({ name, diagnostics }) => {
      const failures = diagnostics.filter((line) => /can't be sent|were lost|ERROR/.test(line));
      return check(`${name} reported no failed export`, failures.length === 0, failures[0] ?? 'none');
    }),
  ];
}

/** What can be checked when the telemetry went to a Collector that the demo can't look into. */
export function verifySent(services: readonly Service[]): Check[] {
  return services.map(({ name, diagnostics }) => {
    const failures = diagnostics.filter((line) => /can't be sent|were lost|ERROR/.test(line));
    return check(`${name} delivered everything to the Collector`, failures.length === 0, failures[0] ?? 'no failed export');
  });
}

/** The outcome of a check of the processes' end. */
export function verifyEnd(name: string, exit: number | NodeJS.Signals | null): Check {
  return check(`${name} stopped gracefully`, exit === 0 || exit === 'SIGTERM', `ended with ${exit}`);
}

function oneResource(receiver: Receiver, name: string): boolean {
  const resources = [receiver.spans, receiver.metrics, receiver.logs].map((items) => {
    const own = items.filter(({ resource }) => resource.attributes['service.name'] === name);
    return new Set(own.map(({ resource }) => JSON.stringify(resource.attributes)));
  });
  return resources.every((seen) => seen.size === 1) && new Set(resources.flatMap((seen) => [...seen])).size === 1;
}

/** Whether each span of a trace has lines with its id, and each line of the trace the id of one of its spans. */
function leadBothWays(receiver: Receiver, traceId: string): boolean {
  const spans = receiver.spans.filter((span) => span.traceId === traceId).map(({ spanId }) => spanId);
  const lines = receiver.logs.filter((record) => record.traceId === traceId).map(({ spanId }) => spanId ?? '');
  return spans.length > 0 && spans.every((span) => lines.includes(span)) && lines.every((line) => spans.includes(line));
}

function logsOfTraces(receiver: Receiver, traffic: Traffic): boolean {
  const seen = new Set(receiver.logs.map((record) => record.traceId));
  return traffic.traceIds.length > 0 && traffic.traceIds.every((traceId) => seen.has(traceId));
}

function equal(what: string, expected: number, got: number): Check {
  return check(what, expected === got && expected > 0, `${expected} = ${got}`.replace('=', expected === got ? '=' : '≠'));
}

function check(what: string, holds: boolean, detail: string): Check {
  return { what, holds, detail };
}
