import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Answer } from '@telewright/testing';
import { repository } from '../../run-app.ts';
import { api, idle, span, told } from '../programs.ts';
import { attempt, type Row, type Trial } from '../row.ts';

const alone = { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none', OTEL_BSP_SCHEDULE_DELAY: '10' };

/** Gives the first requests these answers and the others what they get as ever, and waits until the span has arrived. */
async function after({ receiver, subject, endpoint }: Trial, answers: Answer[]): Promise<{ statuses: number[]; gapMillis: number }> {
  const at: number[] = [];
  receiver.respondWith(() => answers[at.push(performance.now()) - 1]);
  const app = subject.preloaded(idle, { ...endpoint, ...alone });
  await receiver.waitFor(({ spans }) => spans.length === 1, { timeoutMillis: 15_000 });
  app.kill('SIGTERM');
  await app.ended;
  return { statuses: receiver.requests.map(({ status }) => status), gapMillis: (at[1] ?? 0) - (at[0] ?? 0) };
}

export const row: Row = {
  id: 'D19',
  what: 'retries with backoff and jitter, `Retry-After`, 413 splits, partial success is counted, User-Agent',
  tries: {
    'sends again after 429, 502, 503, 504 and a connection that is reset': async ({ subject }) => {
      // Side by side, because each retry waits longer than the one before.
      const refusals: Answer[] = [429, 502, 503, 504].map((status) => ({ status, headers: { 'retry-after': '0' } }));
      const seen: number[][] = [];
      const tried = [{ reset: true }, ...refusals].map((answer) =>
        attempt(async (own) => void seen.push((await after(own, [answer])).statuses), subject),
      );
      await Promise.all(tried);
      const expected = [[0, 200], ...[429, 502, 503, 504].map((status) => [status, 200])];
      deepEqual(
        seen.toSorted(([one = 0], [other = 0]) => one - other),
        expected,
      );
    },
    'waits at least as long as Retry-After says': async (trial) => {
      const { gapMillis } = await after(trial, [{ status: 503, headers: { 'retry-after': '1' } }]);
      ok(gapMillis >= 990, `sent again after ${gapMillis} ms`);
    },
    'does not send again after another status, and says so once': async ({ receiver, run }) => {
      receiver.respondWith({ status: 400 });
      const { stderr } = await run(span, alone);
      deepEqual([receiver.requests.length, told(stderr).length], [1, 1]);
      match(told(stderr).join(), /traces .*answered 400/);
    },
    'splits what is too large until it is taken': async ({ receiver, run }) => {
      receiver.respondWith(({ itemCount }) => (itemCount > 1 ? { status: 413 } : undefined));
      await run(`${api} for (let i = 0; i < 3; i++) trace.getTracer('app').startSpan('work ' + i).end();`, alone);
      deepEqual(receiver.spans.map(({ name }) => name).sort(), ['work 0', 'work 1', 'work 2']);
    },
    'tells what the Collector rejected of a batch': async ({ receiver, run }) => {
      receiver.respondWith({ partialSuccess: { rejected: 1, message: 'too old' } });
      const { stderr } = await run(span, alone);
      deepEqual(told(stderr), ['[telewright] WARN traces: the Collector rejected 1 items: too old']);
    },
    'names itself and the exporter in User-Agent': async ({ receiver, run }) => {
      await run(span, alone);
      const { version } = JSON.parse(readFileSync(`${repository}packages/node/package.json`, 'utf8'));
      const [name, exporter = ''] = String(receiver.requests[0]?.headers['user-agent']).split(' ');
      equal(name, `telewright/${version}`);
      match(exporter, /^OTel-OTLP-Exporter-JavaScript\/\d+\.\d+\.\d+$/);
    },
  },
};
