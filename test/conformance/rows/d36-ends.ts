import { deepEqual, equal, ok } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ended } from '../../run-app.ts';
import { lasting, span } from '../programs.ts';
import { NotApplicable, type Row, type Trial } from '../row.ts';

/** Runs what ends in some way and says how; what has not been sent by then waits for the next process on disk. */
async function loses({ receiver, run }: Trial, code: string): Promise<Ended & { lost: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'telewright-conformance-'));
  const spool = { TELEWRIGHT_SPOOL: 'on', TELEWRIGHT_SPOOL_DIR: folder };
  const ended = await run(code, spool);
  if (receiver.spans.length === 0) await run(span.replace("'work'", "'the next'"), spool);
  rmSync(folder, { recursive: true, force: true });
  return { ...ended, lost: receiver.spans.every(({ name }) => name !== 'work') };
}

export const row: Row = {
  id: 'D36',
  what: '`process.exit()` and an uncaught exception lose nothing, and keep status and stack; a second `start()` warns and changes nothing',
  compared: {
    'loses nothing where the app has nothing left to do': async (trial) => {
      const { code, lost } = await loses(trial, span);
      deepEqual([code, lost], [0, false], 'the end of the app loses the last spans');
    },
    'loses nothing by process.exit()': async (trial) => {
      const { code, lost } = await loses(trial, `${span} process.exit(3);`);
      equal(code, 3, `process.exit() ends with ${code}`);
      ok(!lost, 'process.exit() loses the last spans');
    },
    'loses nothing by an uncaught exception': async (trial) => {
      const { code, stderr, lost } = await loses(trial, `${span} throw new Error('boom');`);
      equal(code, 1, `an uncaught exception ends with ${code}`);
      ok(stderr.includes('Error: boom\n    at '), 'the stack is not shown');
      ok(!lost, 'an uncaught exception loses the last spans');
    },
    'tells a second start, which changes nothing': async ({ subject, receiver, endpoint }) => {
      const { starting } = subject;
      if (!starting) throw new NotApplicable();
      const app = `const first = ${starting({ 'service.name': 'first' })}; const second = ${starting({ 'service.name': 'second' })};
        ${lasting}`;
      const { stderr } = await subject.bare(app, { ...endpoint, OTEL_BSP_SCHEDULE_DELAY: '10' }).ended;
      deepEqual(
        receiver.spans.map(({ resource }) => resource.attributes['service.name']),
        ['first'],
        'a second start is not the first one',
      );
      ok(/start/i.test(stderr.replace(/.* started: .*/g, '')), 'a second start is not told');
    },
  },
  tries: {
    'gives the first telemetry again, and shuts down once': async ({ subject, endpoint }) => {
      const app = `const { start } = require('@telewright/node'); const first = start();
        console.log(start() === first, first.shutdown() === first.shutdown()); first.shutdown().then(() => console.log('shut down'));`;
      const { code, stdout } = await subject.bare(app, endpoint).ended;
      deepEqual([code, stdout], [0, 'true true\nshut down\n']);
    },
  },
};
