import {
  type Attributes,
  diag,
  type Exception,
  type HrTime,
  type Link,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
  TraceFlags,
} from '@opentelemetry/api';
import { type AttributeParts, forgetIds } from '@telewright/otlp';
import { type AttributeHolder, copyParts, putAttribute, putAttributes } from './attributes.js';
import { cleanEvent, cleanLink, isLink, pushWithin } from './events-and-links.js';
import { EXCEPTION_MESSAGE, EXCEPTION_TYPE, exceptionAttributes } from './exception-attributes.js';
import type { InstrumentationScope, Resource, SdkSpan, TimedEvent } from './sdk-types.js';
import type { SpanRecording } from './span-recording.js';
import {
  addMillis,
  hrTimeDuration,
  isHrTime,
  isTimeInput,
  millisToHrTime,
  monotonicMillis,
  monotonicToHrTime,
  NANOS_PER_MILLI,
  NANOS_PER_SECOND,
} from './time.js';

const NO_DURATION: HrTime = [-1, -1];

/** The links or events of a span that keeps no list of its own until there is something in it. */
export const NONE: never[] = Object.freeze([]) as never;

/** How far a span is: it can be changed until it has ended, also while processors are told that it ends. */
const RECORDING = 0;
const ENDING = 1;
const ENDED = 2;

/**
 * A span that records: what it does, whatever way it keeps its times and lists.
 *
 * It works through plain properties and its prototype alone, as the official span does: users derive from spans and wrap them, which
 * private fields would not bear.
 */
export abstract class RecordedSpan implements SdkSpan, AttributeHolder {
  name: string;
  readonly kind: SpanKind;
  readonly parentSpanContext?: SpanContext;
  abstract attributes: Attributes;
  abstract readonly startTime: HrTime;
  abstract readonly endTime: HrTime;
  abstract readonly resource: Resource;
  abstract readonly instrumentationScope: InstrumentationScope;
  abstract links: Link[];
  abstract events: TimedEvent[];
  abstract status: SpanStatus;
  attributeCount = 0;
  droppedAttributesCount = 0;
  droppedEventsCount = 0;
  droppedLinksCount = 0;
  startSeconds = 0;
  startNanos = 0;
  endSeconds = 0;
  endNanos = 0;
  protected readonly _recording: SpanRecording;
  private readonly _spanContext: SpanContext;
  private readonly _monotonicStart = monotonicMillis();
  /** The wall clock when the span was made, where the start time does not tell it, because it was given. Otherwise it takes no room. */
  declare private _wallStart?: number;
  private _progress = RECORDING;

  constructor(
    recording: SpanRecording,
    spanContext: SpanContext,
    parentSpanContext: SpanContext | undefined,
    name: string,
    kind: SpanKind,
  ) {
    this.name = name;
    this.kind = kind;
    this.parentSpanContext = parentSpanContext as SpanContext;
    this._recording = recording;
    this._spanContext = spanContext;
  }

  /** Sets the start time, none is now, and the links, of which the last ones are kept. Called once, by the tracer. */
  start(startTime: TimeInput | undefined, links: Link[] | undefined): void {
    const now = Date.now();
    if (startTime == null) {
      this.startSeconds = Math.trunc(now / 1000);
      this.startNanos = Math.round((now % 1000) * NANOS_PER_MILLI);
    } else {
      this._wallStart = now;
      [this.startSeconds, this.startNanos] = this._toHrTime(startTime);
    }
    if (links === undefined) return;
    this.droppedLinksCount = Math.max(0, links.length - this._recording.limits.linkCount);
    this.links = links.slice(this.droppedLinksCount);
  }

  /** Takes attributes that come in parts. Called once at the most, by the tracer. */
  takeParts(parts: AttributeParts): void {
    copyParts(this, parts, this._recording.limits.attributes);
  }

  get duration(): HrTime {
    return this.ended ? hrTimeDuration(this.startTime, this.endTime) : NO_DURATION;
  }

  /** The duration as a number: until now, before the end. */
  get durationSeconds(): number {
    if (!this.ended) return (monotonicMillis() - this._monotonicStart) / 1000;
    return this.endSeconds - this.startSeconds + (this.endNanos - this.startNanos) / NANOS_PER_SECOND;
  }

  get ended(): boolean {
    return this._progress === ENDED;
  }

  /** Whether the ids are valid for certain, so that nobody has to read them character by character. */
  get hasValidIds(): boolean {
    return this._recording.hasValidIds;
  }

  spanContext(): SpanContext {
    return this._spanContext;
  }

  isRecording(): boolean {
    return !this.ended;
  }

  setAttribute(key: string, value: unknown): this {
    if (this._isWritable()) putAttribute(this, this._recording.limits.attributes, key, value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    if (this._isWritable()) putAttributes(this, this._recording.limits.attributes, attributes);
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (!this._isWritable()) return this;
    const { eventAttributes, eventCount } = this._recording.limits;
    const attributes = isTimeInput(attributesOrTime) ? undefined : attributesOrTime;
    const at = isTimeInput(attributesOrTime) && !isTimeInput(time) ? attributesOrTime : time;
    if (this.events === NONE) this.events = [];
    this.droppedEventsCount += pushWithin(eventCount, this.events, cleanEvent(name, this._toHrTime(at), attributes, eventAttributes));
    return this;
  }

  addLink(link: Link): this {
    if (!this._isWritable() || !isLink(link)) return this;
    const { linkAttributes, linkCount } = this._recording.limits;
    if (this.links === NONE) this.links = [];
    this.droppedLinksCount += pushWithin(linkCount, this.links, cleanLink(link, linkAttributes));
    return this;
  }

  addLinks(links: Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  setStatus(status: SpanStatus): this {
    if (!this._isWritable() || !status?.code || this.status.code === SpanStatusCode.OK) return this;
    const { code, message } = status;
    this.status = code === SpanStatusCode.ERROR && typeof message === 'string' ? { code, message } : { code };
    return this;
  }

  updateName(name: string): this {
    if (this._isWritable()) this.name = name;
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    const attributes = typeof exception === 'string' ? { [EXCEPTION_MESSAGE]: exception } : exceptionAttributes(exception);
    if (attributes[EXCEPTION_TYPE] || attributes[EXCEPTION_MESSAGE]) this.addEvent('exception', attributes, time);
    else diag.warn('an exception is not recorded: it has no code, name or message');
  }

  end(endTime?: TimeInput): void {
    if (!this._isWritable() || this._progress === ENDING) return;
    this._progress = ENDING;
    this._setEnd(endTime);
    const { droppedEventsCount, droppedLinksCount } = this;
    if (droppedEventsCount + droppedLinksCount > 0) {
      diag.warn(`the span ${String(this.name)} dropped ${droppedEventsCount} events and ${droppedLinksCount} links beyond its limits`);
    }
    const { processors, metrics } = this._recording;
    const sampled = (this._spanContext.traceFlags & TraceFlags.SAMPLED) !== 0;
    processors.onEnding(this);
    metrics?.ended(sampled);
    this._progress = ENDED;
    processors.onEnd(this, sampled);
    forgetIds(this._spanContext);
  }

  protected _setEnd(endTime: TimeInput | undefined): void {
    if (endTime === undefined && this._wallStart === undefined) {
      // What nearly all spans do, without the two objects of the general way.
      const millis = monotonicMillis() - this._monotonicStart;
      const sum = this.startNanos + Math.round((millis % 1000) * NANOS_PER_MILLI);
      const carry = sum >= NANOS_PER_SECOND ? 1 : 0;
      this.endSeconds = this.startSeconds + Math.trunc(millis / 1000) + carry;
      this.endNanos = sum - carry * NANOS_PER_SECOND;
      return;
    }
    const [seconds, nanos] = this._toHrTime(endTime);
    const early = seconds < this.startSeconds || (seconds === this.startSeconds && nanos < this.startNanos);
    if (early) diag.warn(`the span ${this.name} ends before it starts: its duration becomes 0`);
    this.endSeconds = early ? this.startSeconds : seconds;
    this.endNanos = early ? this.startNanos : nanos;
  }

  /** Converts a time; none becomes now: on the monotonic clock since the start, or on the wall clock if the start was given. */
  private _toHrTime(time: TimeInput | undefined): HrTime {
    if (typeof time === 'number') return time <= monotonicMillis() ? this._fromMonotonic(time) : millisToHrTime(time);
    if (time instanceof Date) return millisToHrTime(time.getTime());
    if (isHrTime(time)) return time;
    if (this._wallStart !== undefined) return millisToHrTime(Date.now());
    return addMillis(this.startSeconds, this.startNanos, monotonicMillis() - this._monotonicStart);
  }

  /** Converts a reading of `performance.now()`, corrected by how far the clocks had drifted apart when the span was made. */
  private _fromMonotonic(millis: number): HrTime {
    const wallStart = this._wallStart ?? this.startSeconds * 1000 + this.startNanos / 1e6;
    return monotonicToHrTime(millis + wallStart - (this._monotonicStart + performance.timeOrigin));
  }

  private _isWritable(): boolean {
    if (this._progress === ENDED) diag.warn(`the span ${String(this.name)} has ended and can't be changed`, this._spanContext);
    return this._progress !== ENDED;
  }
}
