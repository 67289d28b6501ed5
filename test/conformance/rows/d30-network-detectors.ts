import { deepEqual, ok } from 'node:assert/strict';
import { idle, span } from '../programs.ts';
import type { Row } from '../row.ts';

const notOtlp = ({ requests }: { readonly requests: readonly { readonly path: string }[] }): string[] =>
  requests.map(({ path }) => path).filter((path) => !path.startsWith('/v1/'));

export const row: Row = {
  id: 'D30',
  what: 'detectors that use the network are off unless they are named',
  tries: {
    'asks no metadata service by default or with all, and asks that which is named': async ({ subject, receiver, endpoint, run }) => {
      const metadata = { AWS_EC2_METADATA_SERVICE_ENDPOINT: receiver.url, GCE_METADATA_HOST: `127.0.0.1:${receiver.port}` };
      await run(span, metadata);
      await run(span, { ...metadata, OTEL_NODE_RESOURCE_DETECTORS: 'all' });
      deepEqual([notOtlp(receiver), receiver.spans.length], [[], 2]);
      const app = subject.preloaded(idle, { ...endpoint, ...metadata, OTEL_NODE_RESOURCE_DETECTORS: 'all,aws' });
      ok(await receiver.waitFor((received) => notOtlp(received).length > 0));
      app.kill('SIGTERM');
      await app.ended;
    },
  },
};
