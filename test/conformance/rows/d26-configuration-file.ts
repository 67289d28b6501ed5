import { deepEqual, match } from 'node:assert/strict';
import { span } from '../programs.ts';
import type { Row } from '../row.ts';
import { withFile } from '../with-file.ts';

const text = (url: string): string => `file_format: "1.0"
resource: { attributes: [{ name: service.name, value: "\${NAME}" }, { name: shift, value: "\${SHIFT:-night}" }, { name: price, value: "5 $$ each" }] }
tracer_provider: { processors: [{ batch: { exporter: { otlp_http: { endpoint: "${url}/v1/traces" } } } }] }
`;

export const row: Row = {
  id: 'D26',
  what: '`OTEL_CONFIG_FILE` wins over other variables, `${VAR}` and `${VAR:-default}` are replaced, `$$` escapes; the deprecated name is accepted',
  tries: {
    'puts variables in where it asks for them, and obeys no others': async ({ receiver, run }) => {
      await withFile(text(receiver.url), async (file) => {
        const ignored = { OTEL_SERVICE_NAME: 'from-environment', OTEL_TRACES_EXPORTER: 'none' };
        const { stderr } = await run(span, { OTEL_CONFIG_FILE: file, NAME: 'from-file', ...ignored });
        const { attributes = {} } = receiver.spans[0]?.resource ?? {};
        deepEqual([attributes['service.name'], attributes['shift'], attributes['price']], ['from-file', 'night', '5 $ each']);
        match(stderr, /OTEL_SERVICE_NAME.*: expected no variables of OpenTelemetry beside a configuration file/);
      });
    },
    'takes the deprecated name': async ({ receiver, run }) => {
      await withFile(text(receiver.url), async (file) => {
        await run(span, { OTEL_EXPERIMENTAL_CONFIG_FILE: file, NAME: 'old', SHIFT: 'day' });
        const { attributes = {} } = receiver.spans[0]?.resource ?? {};
        deepEqual([attributes['service.name'], attributes['shift']], ['old', 'day']);
      });
    },
  },
};
