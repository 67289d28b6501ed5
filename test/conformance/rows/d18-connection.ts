import { deepEqual, match } from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { repository } from '../../run-app.ts';
import { signals, span, undelivered } from '../programs.ts';
import type { Row, Trial } from '../row.ts';
import type { Environment } from '../subjects.ts';

const keys = `${repository}packages/otlp/test/fixtures/`;
const pem = (name: string): Buffer => readFileSync(keys + name);

/** Sends all signals to a server that asks for a certificate, and gives the path and the client's name of each request. */
async function securely({ run }: Trial, variables: Environment): Promise<{ asked: string[]; said: string[] }> {
  const asked: string[] = [];
  const options = { key: pem('server.key'), cert: pem('server.pem'), ca: pem('ca.pem'), requestCert: true, rejectUnauthorized: false };
  const server = createServer(options, (request, response) => {
    const socket = request.socket as TLSSocket;
    asked.push(`${request.url} ${socket.authorized ? socket.getPeerCertificate().subject.CN : 'nobody'}`);
    request.resume().on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { stderr } = await run(signals, { OTEL_EXPORTER_OTLP_ENDPOINT: url, ...variables });
  server.closeAllConnections();
  server.close();
  return { asked: [...new Set(asked)].sort(), said: undelivered(stderr) };
}

export const row: Row = {
  id: 'D18',
  what: 'headers in the W3C Baggage format, compression, certificates and timeout, each also for one signal',
  tries: {
    'decodes headers, packs requests, and lets those of a signal beat the general ones': async ({ receiver, run }) => {
      await run(signals, {
        OTEL_EXPORTER_OTLP_HEADERS: 'x-a=b%20c, x-b = d;ignored=property',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-a=own',
        OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
        OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: 'none',
      });
      const seen = receiver.requests.map(
        ({ signal, headers }) => `${signal} ${headers['x-a']} ${headers['x-b']} ${headers['content-encoding']}`,
      );
      deepEqual([...new Set(seen)].sort(), ['logs b c d undefined', 'metrics b c d gzip', 'traces own undefined gzip']);
    },
    'shows a certificate of its own to a server that it trusts by CERTIFICATE': async (trial) => {
      const { asked, said } = await securely(trial, {
        OTEL_EXPORTER_OTLP_CERTIFICATE: `${keys}ca.pem`,
        OTEL_EXPORTER_OTLP_CLIENT_KEY: `${keys}client.key`,
        OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: `${keys}client.pem`,
      });
      deepEqual([asked, said], [['/v1/logs client', '/v1/metrics client', '/v1/traces client'], []]);
    },
    'trusts and shows by signal': async (trial) => {
      const { asked, said } = await securely(trial, {
        OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: `${keys}ca.pem`,
        OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE: `${keys}ca.pem`,
        OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY: `${keys}client.key`,
        OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE: `${keys}client.pem`,
      });
      deepEqual(asked, ['/v1/metrics client', '/v1/traces nobody']);
      deepEqual(
        said.map((line) => / WARN (\w+) can't be sent: .*(certificate|CERT|SIGNATURE)/.exec(line)?.[1]),
        ['logs'],
      );
    },
    'waits as long as the timeout of the signal says, and 10 s by default': async ({ receiver, run }) => {
      receiver.respondWith({ hang: true });
      const alone = { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none', TELEWRIGHT_DEBUG_CONFIG: 'true' };
      const { stderr } = await run(span, { ...alone, OTEL_EXPORTER_OTLP_TIMEOUT: '60000', OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '100' });
      match(undelivered(stderr).join(), /traces can't be sent: \S+ did not answer in time/);
      match((await run(span, { TELEWRIGHT_DEBUG_CONFIG: 'true' })).stderr, /"traces\.timeoutMillis":\{"value":10000,"origin":"default"\}/);
    },
  },
};
