/** What most programs start with. */
export const api = `const { context, logs, metrics, propagation, trace, ROOT_CONTEXT } = require('@opentelemetry/api');`;
/** Records one span. */
export const span: string = `${api} trace.getTracer('app').startSpan('work').end();`;
/** Records one of each signal. */
export const signals: string = `${span} metrics.getMeter('app').createCounter('jobs').add(1); logs.getLogger('app').emit({ body: 'hello' });`;
/** Records one span and stays. */
export const idle: string = `${span} setInterval(() => undefined, 1_000); console.log('ready');`;

/** Records one span, gives it the time to be sent, and ends. */
export const lasting: string = `${span} setTimeout(() => process.exit(), 1_500);`;

const delivery = /can't be sent|items of telemetry/;
const warnings = (stderr: string): string[] => stderr.split('\n').filter((line) => /^\[telewright\] (WARN|ERROR) /.test(line));

/** The warnings and errors among what was said, but those about the way to the Collector. */
export function told(stderr: string): string[] {
  return warnings(stderr).filter((line) => !delivery.test(line));
}

/** The warnings about the way to the Collector. */
export function undelivered(stderr: string): string[] {
  return warnings(stderr).filter((line) => line.includes("can't be sent"));
}

/** The values in effect, of a process with `TELEWRIGHT_DEBUG_CONFIG=true`. */
export function effective(stderr: string): {
  readonly values: Readonly<Record<string, { readonly value: unknown; readonly origin: string }>>;
  readonly resource: Readonly<Record<string, { readonly value: unknown; readonly origin: string }>>;
  readonly instrumentations: readonly string[];
} {
  return JSON.parse(stderr.split('\n').find((line) => line.startsWith('{"values"')) ?? '{}');
}
