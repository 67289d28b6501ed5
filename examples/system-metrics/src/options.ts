import { parseArgs } from 'node:util';
import type { HostOptions } from '@telewright/host-metrics';

/** What the agent is to do. */
export interface AgentOptions {
  readonly mode: 'run' | 'once' | 'print' | 'help';
  /** Seconds between two exports; undefined leaves it to the SDK (`OTEL_METRIC_EXPORT_INTERVAL`, 60 s by default). */
  readonly intervalSeconds: number | undefined;
  /** Where `/api/health` and `/api/host` are served; undefined serves nothing. */
  readonly serve: { readonly host: string; readonly port: number } | undefined;
  readonly host: HostOptions;
}

export const usage = `Usage: system-metrics [options]

Sends the metrics of this host by OpenTelemetry, until it is stopped.

  --interval SECONDS  time between two exports, 1 to 86400 (SYSTEM_METRICS_INTERVAL_SECONDS)
  --once              send once and end
  --print             show what would be sent, send nothing, and end
  --help              show this text

Environment: SYSTEM_METRICS_PORT and SYSTEM_METRICS_HOST (default 127.0.0.1) serve GET /api/health and /api/host;
HOST_PROC, HOST_SYS and HOST_ROOT say where the host's /proc, /sys and / are mounted in a container.
`;

/** Reads the command line and the environment. Throws an error whose message is fit for the user. */
export function readOptions(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): AgentOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { interval: { type: 'string' }, once: { type: 'boolean' }, print: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const variable = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const port = variable('SYSTEM_METRICS_PORT');
  const intervalText = values.interval ?? variable('SYSTEM_METRICS_INTERVAL_SECONDS');
  if (values.once && values.print) throw new Error('--once and --print exclude each other');
  const procRoot = variable('HOST_PROC');
  const sysRoot = variable('HOST_SYS');
  const rootfs = variable('HOST_ROOT');
  return {
    mode: values.help ? 'help' : values.print ? 'print' : values.once ? 'once' : 'run',
    intervalSeconds: intervalText === undefined ? undefined : whole('--interval', intervalText, 1, 86_400),
    serve:
      port === undefined
        ? undefined
        : { host: variable('SYSTEM_METRICS_HOST') ?? '127.0.0.1', port: whole('SYSTEM_METRICS_PORT', port, 0, 65_535) },
    host: { ...(procRoot && { procRoot }), ...(sysRoot && { sysRoot }), ...(rootfs && { rootfs }) },
  };
}

function whole(name: string, text: string, minimum: number, maximum: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
  throw new Error(`${name}: expected a whole number from ${minimum} to ${maximum}, got ${JSON.stringify(text)}`);
}
