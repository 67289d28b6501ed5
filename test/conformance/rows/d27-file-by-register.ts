import { deepEqual, equal } from 'node:assert/strict';
import { lasting, span, told } from '../programs.ts';
import type { Row } from '../row.ts';
import { withFile } from '../with-file.ts';

const text = (url: string): string => `file_format: "1.0"
resource: { attributes: [{ name: service.name, value: from-file }] }
tracer_provider:
  processors:
    - batch: { exporter: { otlp_http: { endpoint: "${url}/v1/traces" } } }
`;
const goesOn = `${span} console.log('on');`;

export const row: Row = {
  id: 'D27',
  what: 'a configuration file is obeyed by `register`; a bad one is one error and a process without telemetry',
  compared: {
    'obeys the file': async ({ receiver, run }) => {
      await withFile(text(receiver.url), async (file) => {
        await run(lasting, {
          OTEL_CONFIG_FILE: file,
          OTEL_BSP_SCHEDULE_DELAY: '10',
        });
        const name = receiver.spans[0]?.resource.attributes['service.name'];
        equal(name, 'from-file', receiver.spans[0] ? 'OTEL_CONFIG_FILE is ignored' : 'the last spans are lost');
      });
    },
  },
  tries: {
    'says where a bad file is wrong, sends nothing, and the app goes on': async ({ receiver, run }) => {
      await withFile(text(receiver.url).replace('batch:', 'bach:'), async (file) => {
        const { code, stdout, stderr } = await run(goesOn, { OTEL_CONFIG_FILE: file, OTEL_EXPORTER_OTLP_ENDPOINT: '' });
        deepEqual([code, stdout, receiver.requests], [0, 'on\n', []]);
        deepEqual(told(stderr), [
          '[telewright] ERROR otel.yaml:5 tracer_provider.processors[0].bach: expected a known key (did you mean batch?); nothing is recorded or sent until it is right',
        ]);
      });
    },
    'records nothing where the file disables it': async ({ receiver, run }) => {
      await withFile(`${text(receiver.url)}disabled: true\n`, async (file) => {
        const { code, stdout } = await run(goesOn, { OTEL_CONFIG_FILE: file, OTEL_EXPORTER_OTLP_ENDPOINT: '' });
        deepEqual([code, stdout, receiver.requests], [0, 'on\n', []]);
      });
    },
  },
};
