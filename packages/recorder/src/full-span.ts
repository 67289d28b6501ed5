import { type Attributes, type HrTime, type Link, type SpanStatus, SpanStatusCode, type TimeInput } from '@opentelemetry/api';
import type { InstrumentationScope, Resource, TimedEvent } from './sdk-types.js';
import { RecordedSpan } from './span.js';

/** A span for span processors: all that they read are properties of its own, as they are of the official span, so that it can be copied. */
export class FullSpan extends RecordedSpan {
  override attributes: Attributes = {};
  override startTime: HrTime = [0, 0];
  override endTime: HrTime = [0, 0];
  override links: Link[] = [];
  override events: TimedEvent[] = [];
  override status: SpanStatus = { code: SpanStatusCode.UNSET };
  override resource: Resource = this._recording.resource;
  override instrumentationScope: InstrumentationScope = this._recording.scope;

  override start(startTime: TimeInput | undefined, links: Link[] | undefined): void {
    super.start(startTime, links);
    this.startTime = [this.startSeconds, this.startNanos];
  }

  protected override _setEnd(endTime: TimeInput | undefined): void {
    super._setEnd(endTime);
    this.endTime = [this.endSeconds, this.endNanos];
  }
}
