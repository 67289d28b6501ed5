import { type HrTime, type Link, type SpanStatus, SpanStatusCode } from '@opentelemetry/api';
import type { SharedAttributes } from '@telewright/otlp';
import type { InstrumentationScope, Resource, TimedEvent } from './sdk-types.js';
import { NONE, RecordedSpan } from './span.js';

const UNSET: SpanStatus = Object.freeze({ code: SpanStatusCode.UNSET });

/** A span for sinks, which encode it when it ends: it keeps what is encoded, and makes the rest when somebody asks. */
export class LeanSpan extends RecordedSpan {
  /** What its attributes began as a copy of, if that is known. */
  shared: SharedAttributes | undefined = undefined;
  override links: Link[] = NONE;
  override events: TimedEvent[] = NONE;
  override status: SpanStatus = UNSET;

  override get startTime(): HrTime {
    return [this.startSeconds, this.startNanos];
  }

  override get endTime(): HrTime {
    return [this.endSeconds, this.endNanos];
  }

  override get resource(): Resource {
    return this._recording.resource;
  }

  override get instrumentationScope(): InstrumentationScope {
    return this._recording.scope;
  }
}
