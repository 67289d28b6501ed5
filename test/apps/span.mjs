// Records one span, one metric and one log record by the API, and ends.
import { logs, metrics, trace } from '@opentelemetry/api';

trace.getTracer('app').startSpan('work').end();
metrics.getMeter('app').createCounter('jobs').add(1);
logs.getLogger('app').emit({ body: 'hello' });
