import { readFileSync } from 'node:fs';
import { context, diag, ROOT_CONTEXT } from '@opentelemetry/api';
import { SDK_INFO, suppressTracing } from '@opentelemetry/core';
import type { ExportEvent, ExporterOptions } from '@telewright/otlp';
import type { SettingValues, Signal } from '../settings/settings.js';
import { version } from '../version.js';

/** Whoever traces what Node does, sees that telemetry about sending telemetry would never end. */
const untraced = suppressTracing(ROOT_CONTEXT);

/** Gives the options under which a signal talks to the Collector. */
export function connectionOptions(values: SettingValues, signal: Signal, onEvent: (event: ExportEvent) => void): ExporterOptions {
  const settings = values[signal];
  return {
    url: settings.url,
    headers: settings.headers,
    timeoutMillis: shorter(settings.timeoutMillis, batchTimeout(values, signal)),
    compression: settings.compression,
    userAgent: `telewright/${version} OTel-OTLP-Exporter-JavaScript/${SDK_INFO['telemetry.sdk.version']}`,
    tls: { ...readPem('ca', settings.certificate), ...readPem('cert', settings.clientCertificate), ...readPem('key', settings.clientKey) },
    runRequest: (make) => context.with(untraced, make),
    ...(values.socketPath !== undefined && { socketPath: values.socketPath }),
    ...proxyOf(values, settings.url),
    onEvent,
  };
}

/** What the batch settings say that an export may take. */
function batchTimeout({ spanExportTimeoutMillis, logRecordExportTimeoutMillis }: SettingValues, signal: Signal): number {
  if (signal === 'traces') return spanExportTimeoutMillis;
  return signal === 'logs' ? logRecordExportTimeoutMillis : 0;
}

/** Gives the shorter of two timeouts, of which 0 is none. */
function shorter(one: number, other: number): number {
  return Math.min(one || other, other || one);
}

/** Node's agents read proxies like curl does, but know no exception for a Collector on this machine. */
function proxyOf({ httpProxy, httpsProxy, noProxy, socketPath }: SettingValues, url: string): Pick<ExporterOptions, 'proxyEnv'> {
  const { protocol, hostname } = new URL(url);
  const proxy = protocol === 'https:' ? httpsProxy : httpProxy;
  if (proxy === undefined || socketPath !== undefined || isLoopback(hostname)) return {};
  if (!proxiesSupported()) {
    diag.warn(`a proxy is set, but Node.js ${process.versions.node} can't use it (22.21 or 24.5 can); telemetry is sent without`);
    return {};
  }
  return { proxyEnv: { [protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY']: proxy, NO_PROXY: noProxy.join(',') } };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function proxiesSupported(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
}

function readPem<Name extends string>(name: Name, path: string | undefined): { readonly [name in Name]?: Buffer } {
  if (path === undefined) return {};
  try {
    return { [name]: readFileSync(path) } as { [name in Name]: Buffer };
  } catch (error) {
    diag.error(`can't read the certificate or key file ${path} (${(error as NodeJS.ErrnoException).code}); going on without it`);
    return {};
  }
}
