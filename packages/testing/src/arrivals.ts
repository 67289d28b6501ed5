import { EventEmitter } from 'node:events';
import type { ExportItems } from './http/export-items.js';
import type { ReceivedRequest } from './http/received-request.js';
import type { ReceivedLogRecord } from './received/received-log-record.js';
import type { ReceivedMetric } from './received/received-metric.js';
import type { ReceivedSpan } from './received/received-span.js';

/** Everything that has arrived, in order of arrival. Emits `arrival` after each request, and when it is over. */
export class Arrivals extends EventEmitter<{ arrival: [] }> {
  readonly spans: ReceivedSpan[] = [];
  readonly logs: ReceivedLogRecord[] = [];
  readonly metrics: ReceivedMetric[] = [];
  readonly requests: ReceivedRequest[] = [];
  over = false;

  constructor() {
    super();
    this.setMaxListeners(0);
  }

  add(request: ReceivedRequest, items: ExportItems): void {
    // One by one: to spread a list of a hundred thousand over arguments overflows the stack.
    for (const span of items.spans) this.spans.push(span);
    for (const record of items.logs) this.logs.push(record);
    for (const metric of items.metrics) this.metrics.push(metric);
    this.requests.push(request);
    this.emit('arrival');
  }

  clear(): void {
    for (const list of [this.spans, this.logs, this.metrics, this.requests]) list.length = 0;
  }

  end(): void {
    this.over = true;
    this.emit('arrival');
  }

  /** Says in one line what has arrived. */
  summary(): string {
    return [
      count('span', this.spans, (span) => span.name),
      count('log record', this.logs, (record) => record.eventName || (typeof record.body === 'string' ? record.body : record.severityText)),
      count('metric', this.metrics, (metric) => metric.name),
      count('request', this.requests, ({ method, path, status, refusal }) => `${method} ${path} ${status}${refusal ? `: ${refusal}` : ''}`),
    ].join('; ');
  }
}

const SHOWN = 20;

function count<T>(noun: string, items: readonly T[], name: (item: T) => string): string {
  const names = [...new Set(items.map(name))];
  const shown = names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ', ...' : '');
  return `${items.length} ${noun}${items.length === 1 ? '' : 's'}${shown === '' ? '' : ` (${shown})`}`;
}
