import type { Context } from '@opentelemetry/api';
import { reportFault } from './report-fault.js';
import type { ReadableSpan, SdkSpan, SpanProcessor } from './sdk-types.js';

/** Takes sampled spans when they have ended. A span may be encoded or copied, and not be kept: nothing else needs it then. */
export interface SpanSink {
  /** Takes a span. */
  add(span: ReadableSpan): void;
  /** Sends what was taken. */
  forceFlush(): Promise<void>;
  /** Sends what was taken and ends. */
  shutdown(): Promise<void>;
}

/** Hands each span to the processors, in their order, and then to the sinks. One that throws stops neither the others nor the host. */
export class SpanProcessors {
  readonly processors: readonly SpanProcessor[];
  readonly sinks: readonly SpanSink[];

  constructor(processors: readonly SpanProcessor[], sinks: readonly SpanSink[]) {
    this.processors = processors;
    this.sinks = sinks;
  }

  onStart(span: SdkSpan, context: Context): void {
    for (const processor of this.processors) {
      try {
        processor.onStart(span, context);
      } catch (error) {
        reportFault('onStart of a span processor', error);
      }
    }
  }

  onEnding(span: SdkSpan): void {
    for (const processor of this.processors) {
      try {
        processor.onEnding?.(span);
      } catch (error) {
        reportFault('onEnding of a span processor', error);
      }
    }
  }

  onEnd(span: SdkSpan, sampled: boolean): void {
    for (const processor of this.processors) {
      try {
        processor.onEnd(span);
      } catch (error) {
        reportFault('onEnd of a span processor', error);
      }
    }
    if (!sampled) return;
    for (const sink of this.sinks) {
      try {
        sink.add(span);
      } catch (error) {
        reportFault('a span sink', error);
      }
    }
  }
}
