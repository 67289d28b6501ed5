import { type Attributes, type HrTime, type Link, type SpanStatus, SpanStatusCode } from '@opentelemetry/api';
import type { AttributeList, AttributeParts, SharedAttributes } from '@telewright/otlp';
import { copyParts, isSimple, UNLIMITED } from './attributes.js';
import type { InstrumentationScope, Resource, TimedEvent } from './sdk-types.js';
import { NONE, RecordedSpan } from './span.js';

const UNSET: SpanStatus = Object.freeze({ code: SpanStatusCode.UNSET });

/** A span for sinks, which encode it when it ends: it keeps what is encoded, and makes the rest when somebody asks. */
export class LeanSpan extends RecordedSpan {
  /** The attributes that it has in common with others. */
  shared: SharedAttributes | undefined = undefined;
  /** Its other attributes, as name, value, name, value and so on, where they came in parts. */
  own: unknown[] | undefined = undefined;
  /** All attributes as an object, which is what counts once it is there: whoever has asked for it may have changed it. */
  joined: Attributes | undefined = undefined;
  override links: Link[] = NONE;
  override events: TimedEvent[] = NONE;
  override status: SpanStatus = UNSET;

  override get attributes(): Attributes {
    if (this.joined === undefined) {
      this.joined = {};
      if (this.own !== undefined) copyParts(this, this as AttributeParts, UNLIMITED);
    }
    return this.joined;
  }

  override set attributes(attributes: Attributes) {
    this.joined = attributes;
  }

  override takeParts(parts: AttributeParts): void {
    if (parts.own.length <= this._recording.mostOwn) {
      this.shared = parts.shared;
      this.own = parts.own as unknown[];
    } else super.takeParts(parts);
  }

  /** Takes a simple value, where there are parts, under a name that no shared attribute has, as long as there are few. */
  keep(key: string, value: unknown): boolean {
    const { shared, own } = this;
    if (own === undefined || this.joined !== undefined || !isSimple(value) || typeof key !== 'string' || key === '') return false;
    const at = indexOfName(own, key);
    if (at >= 0) own[at + 1] = value;
    else if (own.length >= this._recording.mostOwn || indexOfName(shared?.list, key) >= 0) return false;
    else own.push(key, value);
    return true;
  }

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

function indexOfName(list: AttributeList | undefined, key: string): number {
  if (list !== undefined) for (let index = 0; index < list.length; index += 2) if (list[index] === key) return index;
  return -1;
}
