import { deepEqual } from 'node:assert/strict';
import { api } from '../programs.ts';
import type { Row } from '../row.ts';

const sets = `${api} trace.getTracer('app').startSpan('work', { attributes: { a: 'long text', b: 1, c: 2 } }).end();`;
const fills = `${api} const tracer = trace.getTracer('app'); const other = tracer.startSpan('other');
  const span = tracer.startSpan('work', { links: Array.from({ length: 130 }, () => ({ context: other.spanContext() })) });
  for (let i = 0; i < 130; i++) { span.setAttribute('a' + i, i ? i : 'x'.repeat(20_000)); span.addEvent('e' + i); } span.end();`;

export const row: Row = {
  id: 'D25',
  what: 'limits of 128 attributes, events and links, values of any length; a specific one beats the general one',
  tries: {
    'keeps 128 of each by default, and counts the others': async ({ receiver, run }) => {
      await run(fills);
      const work = receiver.spans.find(({ name }) => name === 'work');
      deepEqual(
        [Object.keys(work?.attributes ?? {}).length, work?.events.length, work?.links.length, String(work?.attributes['a0']).length],
        [128, 128, 128, 20_000],
      );
      deepEqual([work?.droppedAttributesCount, work?.droppedEventsCount, work?.droppedLinksCount], [2, 2, 2]);
    },
    'lets the limit of spans beat the general one': async ({ receiver, run }) => {
      const limits = { OTEL_ATTRIBUTE_COUNT_LIMIT: '2', OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '1', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '4' };
      await run(sets, limits);
      deepEqual(receiver.spans[0]?.attributes, { a: 'long' });
    },
    'takes the general one for spans and log records': async ({ receiver, run }) => {
      await run(`${sets} logs.getLogger('app').emit({ body: 'line', attributes: { a: 1, b: 2, c: 3 } });`, {
        OTEL_ATTRIBUTE_COUNT_LIMIT: '2',
      });
      deepEqual(
        [receiver.spans[0], receiver.logs[0]].map((item) => Object.keys(item?.attributes ?? {})),
        [
          ['a', 'b'],
          ['a', 'b'],
        ],
      );
    },
  },
};
