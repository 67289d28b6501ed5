import { diag } from '@opentelemetry/api';
import { type HttpOptions, instrumentationNames, optInInstrumentationNames } from '@telewright/channels';
import { instrumentPino } from '@telewright/pino';
import { observeRuntime, RUNTIME_GROUPS, type RuntimeGroup } from '@telewright/runtime-metrics';
import { listenToChannels } from './channels/listen-to-channels.js';
import { foldersOf } from './lazy/must-start-now.js';
import { hasOlderPino } from './lazy/older-pino.js';
import { lineLabels } from './line-labels.js';
import { type LogGuards, shareLogGuards } from './log-guards.js';
import { shortName } from './patching/instrumentation.js';
import type { PatchingHost } from './patching/patch.js';
import { instanceNames, patchedNames } from './patching/patched-libraries.js';
import { startPatching } from './patching/start-patching.js';
import type { SettingValues } from './settings/settings.js';

/** Those that listen and patch nothing. */
const channels = [...instrumentationNames, ...optInInstrumentationNames];
const listening: readonly string[] = [...channels, 'pino', 'runtime-node'];

/** The short names that `OTEL_NODE_ENABLED_INSTRUMENTATIONS` uses. */
const known: readonly string[] = [...new Set([...listening, ...patchedNames])];

/** Gives the instrumentations that are enabled. A name that we can not enable is reported and ignored. */
export function activeInstrumentations(values: Pick<SettingValues, 'instrumentationsEnabled' | 'instrumentationsDisabled'>): string[] {
  const { instrumentationsEnabled: enabled, instrumentationsDisabled: disabled } = values;
  for (const name of new Set([...enabled, ...disabled])) {
    if (known.includes(name)) continue;
    if (!instanceNames.includes(name)) {
      diag.warn(`unknown instrumentation ${JSON.stringify(name)}: expected one of ${known.join(', ')}; it is ignored`);
    } else if (enabled.includes(name)) {
      diag.warn(`the instrumentation ${name} is only active as an instance in start({ instrumentations }); its name is ignored`);
    }
  }
  return known.filter((name) => enabled.includes(name) && !disabled.includes(name));
}

/** The instrumentations that listen. */
export interface Listening {
  readonly names: readonly string[];
  stop(): void;
}

/**
 * Starts the active instrumentations, which know the attributes of the resource. One that the app gives takes the place of ours of the same
 * name, so that nothing is doubled.
 */
export function listen(values: SettingValues, resource: Readonly<Record<string, unknown>>, host: PatchingHost, logs: LogGuards): Listening {
  const given = host.given.map(shortName);
  const enabled = activeInstrumentations(values);
  const active = listening.filter((name) => enabled.includes(name) && !given.includes(name));
  let patched: readonly string[] = [];
  const stops = [
    listenToChannels(
      channels.filter((name) => active.includes(name)),
      { http: { ...httpOptions(values), ignoreGrpc: () => patched.includes('grpc') } },
    ),
  ];
  if (active.includes('pino') && values.logMode !== 'off') {
    stops.push(
      instrumentPino({
        sending: logs.lines !== undefined,
        olderCopies: foldersOf(host.entryPoint, host.workingDirectory).some(hasOlderPino),
        ...(logs.lines !== undefined && { loggerProvider: logs.lines }),
        fields: values.logFields,
        labels: lineLabels(values.logLabels, resource),
        redactor: logs.redactor,
      }),
    );
  }
  stops.push(shareLogGuards(values, logs));
  if (values.hostMetrics) stops.push((require('./host-metrics.cjs') as typeof import('./host-metrics.js')).observeHost());
  const collected = values.metricsExporters.some((name) => name !== 'none');
  if (active.includes('runtime-node') && values.runtimeMetrics.length > 0 && collected)
    stops.push(observeRuntimeSoon(values.runtimeMetrics));
  // After the channels: patched frameworks tell their routes to the request that those have found.
  const patching = startPatching(values, host, (name) => enabled.includes(name));
  patched = patching.names;
  stops.push(patching.stop);
  return {
    names: [...new Set([...active, ...patched])],
    stop() {
      for (const stop of stops) stop();
    },
  };
}

function httpOptions(values: SettingValues): HttpOptions {
  return {
    ignoreIncomingPaths: values.ignoreIncomingPaths,
    ignoreOutgoingUrls: values.ignoreOutgoingUrls,
    server: { captureRequestHeaders: values.httpServerRequestHeaders, captureResponseHeaders: values.httpServerResponseHeaders },
    client: { captureRequestHeaders: values.httpClientRequestHeaders, captureResponseHeaders: values.httpClientResponseHeaders },
    knownMethods: values.httpKnownMethods,
    redactedQueryParameters: values.redactedQueryParameters,
    trustForwardedHeaders: values.trustForwardedHeaders,
  };
}

/** Observes the runtime once the app's own start is over, which is not to wait for the instruments. */
function observeRuntimeSoon(groups: readonly RuntimeGroup[]): () => void {
  let stop = (): void => clearImmediate(immediate);
  const immediate = setImmediate(() => {
    // Not as those to include, which in a worker thread are one less by default.
    stop = observeRuntime({ exclude: RUNTIME_GROUPS.filter((group) => !groups.includes(group)) });
  });
  return () => stop();
}
