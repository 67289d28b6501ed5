import { deepEqual, match } from 'node:assert/strict';
import { api, span, told } from '../programs.ts';
import type { Row } from '../row.ts';

const decides = `${api} const decided = ['', '-01', '-00'].map((flags) => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331' + flags;
    const parent = flags ? propagation.extract(ROOT_CONTEXT, { traceparent }) : ROOT_CONTEXT;
    const span = trace.getTracer('app').startSpan('work', {}, parent); span.end(); return span.isRecording() || span.spanContext().traceFlags & 1; });
  console.log(decided.join(''));`;
/** Whether a root, a child of a sampled and a child of an unsampled remote span are sampled. */
const samplers = {
  always_on: '111',
  always_off: '000',
  traceidratio: '000',
  parentbased_always_on: '110',
  parentbased_always_off: '010',
  parentbased_traceidratio: '010',
};

export const row: Row = {
  id: 'D13',
  what: 'six samplers; `OTEL_TRACES_SAMPLER_ARG` counts only with one that takes it; a bad one is told and ignored',
  tries: {
    'decides as each of the six says, with a ratio of 0': async ({ run }) => {
      const decided = Object.keys(samplers).map(async (name) => {
        const variables = { OTEL_TRACES_SAMPLER: name, ...(name.endsWith('ratio') && { OTEL_TRACES_SAMPLER_ARG: '0' }) };
        return [name, (await run(decides, variables)).stdout.trim()];
      });
      deepEqual(Object.fromEntries(await Promise.all(decided)), samplers);
    },
    'samples as by default without a sampler': async ({ run }) => {
      deepEqual((await run(decides)).stdout.trim(), samplers.parentbased_always_on);
    },
    'takes 1 for a ratio that is none, and says so': async ({ receiver, run }) => {
      const { stderr } = await run(span, { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: 'half' });
      deepEqual([receiver.spans[0]?.traceState, told(stderr).length], ['ot=th:0', 1]);
      match(told(stderr).join(), /OTEL_TRACES_SAMPLER_ARG: expected a number from 0 to 1, got "half"/);
    },
    'ignores an argument without a sampler that takes it, and says so': async ({ receiver, run }) => {
      const { stderr } = await run(span, { OTEL_TRACES_SAMPLER_ARG: '0' });
      deepEqual([receiver.spans.length, told(stderr).length], [1, 1]);
      match(told(stderr).join(), /OTEL_TRACES_SAMPLER_ARG: .*it is ignored/);
    },
  },
};
