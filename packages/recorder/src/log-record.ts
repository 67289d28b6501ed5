import {
  type AnyValue,
  type Attributes,
  diag,
  type HrTime,
  type LogRecord,
  type SeverityNumber,
  type SpanContext,
} from '@opentelemetry/api';
import { type AttributeHolder, type AttributeLimits, putAttribute, putAttributes } from './attributes.js';
import { EXCEPTION_MESSAGE, exceptionAttributes } from './exception-attributes.js';
import type { InstrumentationScope, Resource } from './sdk-types.js';
import { millisToHrTime, toHrTime } from './time.js';

/**
 * A log record: processors may change it until they have all been called, and read it ever after.
 *
 * As spans do, it works through plain properties and its prototype alone. It is an SDK's `ReadWriteLogRecord`, but for the compiler, to
 * which a property that is undefined is not one that is missing.
 */
export class RecordedLogRecord implements AttributeHolder {
  readonly resource: Resource;
  readonly instrumentationScope: InstrumentationScope;
  readonly attributes: Attributes = {};
  attributeCount = 0;
  droppedAttributesCount = 0;
  private readonly _limits: AttributeLimits;
  private _hrTime: HrTime;
  private _hrTimeObserved: HrTime;
  private _spanContext: SpanContext | undefined;
  private _severityNumber: SeverityNumber | undefined;
  private _severityText: string | undefined;
  private _body: AnyValue;
  private _eventName: string | undefined;
  private _isReadonly = false;

  constructor(
    resource: Resource,
    scope: InstrumentationScope,
    limits: AttributeLimits,
    spanContext: SpanContext | undefined,
    { timestamp, observedTimestamp, severityNumber, severityText, body, eventName, attributes, exception }: LogRecord,
  ) {
    this.resource = resource;
    this.instrumentationScope = scope;
    this._limits = limits;
    const now = millisToHrTime(Date.now());
    this._hrTime = timestamp == null ? now : hrTimeOr(now, timestamp);
    this._hrTimeObserved = observedTimestamp == null ? now : hrTimeOr(now, observedTimestamp);
    this._spanContext = spanContext;
    this._severityNumber = severityNumber;
    this._severityText = severityText;
    this._body = body;
    this._eventName = eventName;
    if (attributes != null) this.setAttributes(attributes);
    if (exception != null) this._setException(exception);
  }

  get hrTime(): HrTime {
    return this._hrTime;
  }

  set hrTime(time: HrTime) {
    if (this._isWritable()) this._hrTime = time;
  }

  get hrTimeObserved(): HrTime {
    return this._hrTimeObserved;
  }

  set hrTimeObserved(time: HrTime) {
    if (this._isWritable()) this._hrTimeObserved = time;
  }

  get spanContext(): SpanContext | undefined {
    return this._spanContext;
  }

  set spanContext(spanContext: SpanContext | undefined) {
    if (this._isWritable()) this._spanContext = spanContext;
  }

  get severityNumber(): SeverityNumber | undefined {
    return this._severityNumber;
  }

  set severityNumber(severityNumber: SeverityNumber | undefined) {
    if (this._isWritable()) this._severityNumber = severityNumber;
  }

  get severityText(): string | undefined {
    return this._severityText;
  }

  set severityText(severityText: string | undefined) {
    if (this._isWritable()) this._severityText = severityText;
  }

  get body(): AnyValue {
    return this._body;
  }

  set body(body: AnyValue) {
    if (this._isWritable()) this._body = body;
  }

  get eventName(): string | undefined {
    return this._eventName;
  }

  set eventName(eventName: string | undefined) {
    if (this._isWritable()) this._eventName = eventName;
  }

  setAttribute(key: string, value?: AnyValue): this {
    if (this._isWritable()) putAttribute(this, this._limits, key, value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    if (this._isWritable()) putAttributes(this, this._limits, attributes);
    return this;
  }

  setBody(body: AnyValue): this {
    this.body = body;
    return this;
  }

  setEventName(eventName: string): this {
    this.eventName = eventName;
    return this;
  }

  setSeverityNumber(severityNumber: SeverityNumber): this {
    this.severityNumber = severityNumber;
    return this;
  }

  setSeverityText(severityText: string): this {
    this.severityText = severityText;
    return this;
  }

  /** Refuses changes from now on. Called once, when all processors have had the record. */
  makeReadonly(): void {
    this._isReadonly = true;
  }

  /** Adds what is known of an exception, except where the record has an attribute of that name. */
  private _setException(exception: unknown): void {
    const isText = typeof exception === 'string' || typeof exception === 'number';
    const attributes = isText ? { [EXCEPTION_MESSAGE]: String(exception) } : exceptionAttributes(exception);
    for (const key in attributes) if (!Object.hasOwn(this.attributes, key)) putAttribute(this, this._limits, key, attributes[key]);
    if (Object.keys(attributes).length === 0) diag.warn('an exception is not recorded: it has no code, name, message or stack');
  }

  private _isWritable(): boolean {
    if (this._isReadonly) diag.warn("a log record that was emitted can't be changed");
    return !this._isReadonly;
  }
}

function hrTimeOr(now: HrTime, time: unknown): HrTime {
  const converted = toHrTime(time);
  if (converted === undefined) diag.warn('the time of a log record is neither number, Date nor [seconds, nanoseconds]: now is taken');
  return converted ?? now;
}
