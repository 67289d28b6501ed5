import { deepEqual, equal } from 'node:assert/strict';
import { idle, lasting, span } from '../programs.ts';
import type { Row } from '../row.ts';

const ofTraces = (stderr: string): string[] => stderr.split('\n').filter((line) => / traces (can't|are) /.test(line));

export const row: Row = {
  id: 'D37',
  what: 'a Collector that is down delays no exit by more than 2 s, is told once, and once when it is back',
  compared: {
    'tells once that nobody listens': async ({ run }) => {
      const { code, stderr } = await run(lasting, {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
        OTEL_EXPORTER_OTLP_TIMEOUT: '300',
        OTEL_BSP_SCHEDULE_DELAY: '10',
      });
      equal(code, 0, `the process ends with ${code}`);
      const told = ofTraces(stderr).filter((line) => /ECONNREFUSED|in time|timeout/i.test(line)).length;
      equal(told, 1, `that nobody listens is told ${told} times`);
    },
    'ends by itself where the Collector never answers': async ({ receiver, run }) => {
      receiver.respondWith({ hang: true });
      // A process that has not ended by itself after 20 s is killed.
      const { signal } = await run(span, { OTEL_EXPORTER_OTLP_TIMEOUT: '600000', OTEL_BSP_EXPORT_TIMEOUT: '600000' });
      equal(signal, null, 'a Collector that never answers keeps the process as long as the timeout of an export');
    },
  },
  tries: {
    'tells when it is back, and sends what waited': async ({ subject, receiver, endpoint }) => {
      receiver.respondWith({ status: 503, headers: { 'retry-after': '0' } });
      const app = subject.preloaded(idle, { ...endpoint, OTEL_BSP_SCHEDULE_DELAY: '10' });
      await receiver.waitFor(({ requests }) => requests.length >= 2);
      receiver.respondWith(undefined);
      await receiver.waitFor(({ spans }) => spans.length === 1);
      app.kill('SIGTERM');
      deepEqual(ofTraces((await app.ended).stderr), [
        `[telewright] WARN traces can't be sent: ${receiver.url}/v1/traces answered 503: refused on purpose by respondWith(); they are kept in memory as far as it goes, and the next line tells when it works`,
        `[telewright] WARN traces are sent to ${receiver.url}/v1/traces again; 0 items were lost meanwhile`,
      ]);
    },
  },
};
