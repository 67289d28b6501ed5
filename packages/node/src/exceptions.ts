import { context, logs, SeverityNumber, type Span, trace } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import type { SettingValues } from './settings/settings.js';

type RecordException = Span['recordException'];

/**
 * Gives what makes recorded exceptions log records of their span, as OpenTelemetry is about to, in place of span events or besides them. By
 * default there is nothing to do, and spans cost what they did.
 */
export function exceptionProcessors(mode: SettingValues['exceptions']): SpanProcessor[] {
  if (mode === 'span-events') return [];
  const recordException = mode === 'logs' ? recordAsLog : recordAsBoth;
  return [
    {
      onStart(span) {
        const recording = span as unknown as Recording;
        if (mode === 'both') recording[asEvent] = recording.recordException;
        recording.recordException = recordException;
      },
      onEnd: () => undefined,
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    },
  ];
}

const asEvent: unique symbol = Symbol('recordException');

interface Recording extends Span {
  recordException: RecordException;
  [asEvent]?: RecordException;
}

function recordAsLog(this: Span, ...[exception, time]: Parameters<RecordException>): void {
  if (!this.isRecording()) return;
  logs.getLogger('@telewright/node').emit({
    eventName: 'exception',
    severityNumber: SeverityNumber.ERROR,
    severityText: 'ERROR',
    ...(time !== undefined && { timestamp: time }),
    exception,
    context: trace.setSpan(context.active(), this),
  });
}

function recordAsBoth(this: Recording, ...given: Parameters<RecordException>): void {
  recordAsLog.apply(this, given);
  this[asEvent]?.(...given);
}
