import { type ActiveSpanFields, activeSpanFields } from './fields/span-fields.js';
import { resolveTraceFields, type TraceFieldNames, type TraceFieldPreset } from './fields/trace-fields.js';
import type { Redactor } from './redaction/redactor.js';

/** How lines are treated in this process, unless a logger is told otherwise. */
export interface ProcessLogging {
  readonly fields: TraceFieldNames | TraceFieldPreset;
  readonly redactor: Redactor | undefined;
}

/** Where all copies of this package find what `@telewright/node` was told, be it preloaded and bundled. */
const slot: unique symbol = Symbol.for('telewright.logs') as never;
/** Where a preload that leaves telemetry for later can be told that it is needed now. */
const pending: unique symbol = Symbol.for('telewright.pending') as never;
const holder = globalThis as { [slot]?: ProcessLogging | undefined; [pending]?: () => void };

function processLogging(): ProcessLogging | undefined {
  if (holder[slot] === undefined) holder[pending]?.();
  return holder[slot];
}

/** Sets how lines are treated in this process; gives a function that takes it back. */
export function setProcessLogging(logging: ProcessLogging): () => void {
  holder[slot] = logging;
  return () => {
    if (holder[slot] === logging) holder[slot] = undefined;
  };
}

/** What a logger may be told besides. */
export interface LineOptions {
  /**
   * Names the fields for the ids.
   *
   * @default as `@telewright/node` was told, else `otel`
   */
  readonly fields?: TraceFieldNames | TraceFieldPreset;
  /**
   * Takes secrets out of lines; `false` leaves them in.
   *
   * @default as `@telewright/node` was told, else none
   */
  readonly redactor?: Redactor | false | undefined;
}

/** What a logger does to its lines. Telemetry may start after the logger is made, so the process is asked line by line. */
export class LineTreatment {
  readonly #options: LineOptions;
  #logging: ProcessLogging | undefined;
  #active: ActiveSpanFields | undefined;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  get fields(): ActiveSpanFields {
    const logging = processLogging();
    if (this.#active === undefined || logging !== this.#logging) {
      this.#logging = logging;
      this.#active = activeSpanFields(resolveTraceFields(this.#options.fields ?? logging?.fields));
    }
    return this.#active;
  }

  get redactor(): Redactor | undefined {
    const { redactor } = this.#options;
    return redactor === false ? undefined : (redactor ?? processLogging()?.redactor);
  }
}
