import { deepEqual, match } from 'node:assert/strict';
import { api, effective, span, told } from '../programs.ts';
import type { Row } from '../row.ts';

const kinds = ['span', 'logRecord'] as const;

export const row: Row = {
  id: 'D20',
  what: 'batches of 512 from queues of 2048, every 5 s for spans and every second for log records; a batch fits into its queue',
  tries: {
    'has the defaults of the specification': async ({ run }) => {
      const { values } = effective((await run(span, { TELEWRIGHT_DEBUG_CONFIG: 'true' })).stderr);
      const seen = kinds.map((kind) =>
        ['DelayMillis', 'ExportTimeoutMillis', 'QueueSize', 'BatchSize'].map((name) => values[kind + name]?.value),
      );
      deepEqual(seen, [
        [5_000, 30_000, 2_048, 512],
        [1_000, 30_000, 2_048, 512],
      ]);
    },
    'sends batches of the size that is asked for, and drops what does not fit into the queue': async ({ receiver, run }) => {
      const code = `${api} for (let i = 0; i < 5; i++) { trace.getTracer('app').startSpan('work').end(); logs.getLogger('app').emit({ body: 'line' }); }`;
      await run(code, { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2', OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '3' });
      const sizes = (signal: string) => receiver.requests.filter((request) => request.signal === signal).map(({ itemCount }) => itemCount);
      deepEqual(
        [sizes('traces'), sizes('logs')],
        [
          [2, 2, 1],
          [3, 2],
        ],
      );
    },
    'makes a batch fit into its queue, and says so': async ({ receiver, run }) => {
      const { stderr } = await run(span, {
        OTEL_BSP_MAX_QUEUE_SIZE: '10',
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '20',
        TELEWRIGHT_DEBUG_CONFIG: 'true',
      });
      deepEqual([effective(stderr).values['spanBatchSize']?.value, receiver.spans.length, told(stderr).length], [10, 1, 1]);
      match(told(stderr).join(), /OTEL_BSP_MAX_EXPORT_BATCH_SIZE: expected at most the queue size of 10, got "20"/);
    },
  },
};
