import type { ChildProcess } from 'node:child_process';
import { type EventEmitter, errorMonitor } from 'node:events';
import { basename } from 'node:path';
import { context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE, ATTR_PROCESS_EXECUTABLE_NAME, ATTR_PROCESS_EXIT_CODE, ATTR_PROCESS_PID, errorTypeOf } from '@telewright/semconv';
import type { ChannelsOptions } from './options.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';
import { isSuppressed } from './suppressed-context.js';
import { VERSION } from './version.js';

const SCOPE = '@telewright/channels/child_process';

/** The property that carries the span of a child process; `null` marks one that is not traced, or has ended. */
const CHILD: unique symbol = Symbol.for('telewright.channels.child-process') as never;

type ObservedProcess = ChildProcess & { [CHILD]?: { readonly span: Span; readonly failures: FailureReport } | null };

/**
 * Makes a CLIENT span for each process that `spawn`, `exec`, `execFile` or `fork` start, until it has ended. Arguments, environment and
 * output are not recorded: they carry secrets. The synchronous functions have no channel.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/cli/cli-spans/
 */
export function listenToChildProcess(options: ChannelsOptions = {}): Unsubscribe {
  const failures = new FailureReport(SCOPE);
  const tracer = (options.tracerProvider ?? trace).getTracer(SCOPE, VERSION);
  return subscribe(failures, {
    child_process: ({ process }: { process: ObservedProcess }) => start(tracer, failures, process),
  });
}

function start(tracer: Tracer, failures: FailureReport, child: ObservedProcess): void {
  if (child[CHILD] !== undefined) return;
  child[CHILD] = null;
  if (isSuppressed(context.active())) return;
  // Only when it is started does the process say what it is.
  child[CHILD] = { span: tracer.startSpan('spawn', { kind: SpanKind.CLIENT }), failures };
  child.on('exit', onExit);
  // Not `error`: with a listener there, an error that nobody handles would not end this process any more.
  (child as EventEmitter).on(errorMonitor, onError);
}

function onExit(this: ObservedProcess, code: number | null, signal: string | null): void {
  if (code !== null && this[CHILD]) this[CHILD].span.setAttribute(ATTR_PROCESS_EXIT_CODE, code);
  end(this, signal ?? (code === 0 ? undefined : String(code)));
}

function onError(this: ObservedProcess, error: unknown): void {
  // An error of a running process, such as one that can't be killed, is not its end.
  if (this.pid === undefined) end(this, errorTypeOf(error));
}

function end(child: ObservedProcess, errorType: string | undefined): void {
  const state = child[CHILD];
  if (!state) return;
  child[CHILD] = null;
  try {
    const { span } = state;
    const name = basename(child.spawnfile);
    span.updateName(name).setAttribute(ATTR_PROCESS_EXECUTABLE_NAME, name);
    if (child.pid !== undefined) span.setAttribute(ATTR_PROCESS_PID, child.pid);
    if (errorType !== undefined) span.setAttribute(ATTR_ERROR_TYPE, errorType).setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  } catch (error) {
    state.failures.report(error);
  }
}
