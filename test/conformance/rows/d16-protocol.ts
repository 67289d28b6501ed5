import { deepEqual, match } from 'node:assert/strict';
import { signals, span, told } from '../programs.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  id: 'D16',
  what: 'the protocol is `http/protobuf` by default; another one is told once with the one that is used',
  tries: {
    'sends protobuf by default': async ({ receiver, run }) => {
      await run(signals);
      deepEqual([...new Set(receiver.requests.map(({ contentType }) => contentType))], ['application/x-protobuf']);
    },
    'tells one that it does not speak, once, and sends': async ({ receiver, run }) => {
      const { stderr } = await run(span, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
      deepEqual([receiver.spans.length, told(stderr).length], [1, 1]);
      match(told(stderr).join(), /OTEL_EXPORTER_OTLP_PROTOCOL: expected one of http\/protobuf, got "grpc"/);
    },
    'lets the one of the signal beat the general one': async ({ receiver, run }) => {
      const signal = { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
      const { stderr } = await run(span, { ...signal, OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' });
      deepEqual([receiver.spans.length, told(stderr).filter((line) => line.includes('TRACES'))], [1, []]);
    },
  },
};
