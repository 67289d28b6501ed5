import { readFileSync } from 'node:fs';
import { context, diag, ROOT_CONTEXT } from '@opentelemetry/api';
import { SDK_INFO, suppressTracing } from '@opentelemetry/core';
import type { ExportEvent, ExporterOptions } from '@telewright/otlp';
import type { OtlpSettings } from '../settings/settings.js';
import { version } from '../version.js';

/** Whoever traces what Node does, sees that telemetry about sending telemetry would never end. */
const untraced = suppressTracing(ROOT_CONTEXT);

/** Gives the options under which a signal's exporter talks to the Collector. */
export function connectionOptions(settings: OtlpSettings, onEvent: (event: ExportEvent) => void): ExporterOptions {
  return {
    url: settings.url,
    headers: settings.headers,
    timeoutMillis: settings.timeoutMillis,
    compression: settings.compression,
    userAgent: `telewright/${version} OTel-OTLP-Exporter-JavaScript/${SDK_INFO['telemetry.sdk.version']}`,
    tls: { ...readPem('ca', settings.certificate), ...readPem('cert', settings.clientCertificate), ...readPem('key', settings.clientKey) },
    runRequest: (make) => context.with(untraced, make),
    onEvent,
  };
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
