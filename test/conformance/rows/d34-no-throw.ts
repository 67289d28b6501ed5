import { deepEqual, match } from 'node:assert/strict';
import { told } from '../programs.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  id: 'D34',
  what: 'nothing throws at run time; strict mode may refuse a start',
  tries: {
    'runs on without telemetry, and says so, where that can not be started': async ({ subject, endpoint }) => {
      const app = `Object.defineProperty(process, 'execPath', { get() { throw new Error('broken host'); } });
        require('@telewright/node').start({ service: 'x' }).shutdown().then(() => console.log('on'));`;
      const { code, stdout, stderr } = await subject.bare(app, endpoint).ended;
      deepEqual(
        [code, stdout, told(stderr)],
        [0, 'on\n', ['[telewright] ERROR telemetry could not be started; the service runs on without it broken host']],
      );
    },
    'takes anything that an app records': async ({ receiver, run }) => {
      const app = `const { logs, metrics, trace } = require('@opentelemetry/api'); const cyclic = {}; cyclic.self = cyclic;
        const meter = metrics.getMeter('app');
        for (const value of [undefined, null, cyclic, Symbol('s'), () => 0, NaN, 10n]) {
          const span = trace.getTracer('app').startSpan(value, { attributes: { value } });
          span.setAttribute('value', value).addEvent(value, { value }).setStatus(value).recordException(value); span.end(value); span.end();
          meter.createCounter('jobs').add(1, { value }); logs.getLogger('app').emit({ body: value, attributes: { value } }); }
        trace.getTracer('app').startSpan('after').end(); console.log('on');`;
      const { code, stdout } = await run(app);
      deepEqual([code, stdout, receiver.spans.some(({ name }) => name === 'after')], [0, 'on\n', true]);
    },
    'refuses the start in strict mode, with every finding': async ({ subject, endpoint }) => {
      const app = `try { require('@telewright/node').start({ strict: true, sampler: 'sometimes' }) } catch (error) { console.log(error.name, error.message) }`;
      const { code, stdout } = await subject.bare(app, endpoint).ended;
      deepEqual(code, 0);
      match(stdout, /^TypeError telemetry was not started, because strict mode is on:\noption sampler: expected one of/);
    },
  },
};
