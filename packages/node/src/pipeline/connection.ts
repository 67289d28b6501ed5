import { readFileSync } from 'node:fs';
import { diag } from '@opentelemetry/api';
import { SDK_INFO } from '@opentelemetry/core';
import type { ExporterOptions } from '@telewright/otlp';
import type { OtlpSettings, Signal } from '../settings/settings.js';
import { version } from '../version.js';
import type { ExportHealth } from './export-health.js';

/** Gives the options under which a signal's exporter talks to the Collector. */
export function connectionOptions(signal: Signal, settings: OtlpSettings, health: ExportHealth): ExporterOptions {
  return {
    url: settings.url,
    headers: settings.headers,
    timeoutMillis: settings.timeoutMillis,
    compression: settings.compression,
    userAgent: `telewright/${version} OTel-OTLP-Exporter-JavaScript/${SDK_INFO['telemetry.sdk.version']}`,
    tls: {
      ca: readPem(signal, settings.certificate),
      cert: readPem(signal, settings.clientCertificate),
      key: readPem(signal, settings.clientKey),
    },
    onEvent: health.onEvent,
  };
}

function readPem(signal: Signal, path: string | undefined): Buffer | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path);
  } catch (error) {
    diag.error(`${signal}: can't read the certificate or key file ${path} (${(error as NodeJS.ErrnoException).code}); going on without it`);
    return undefined;
  }
}
