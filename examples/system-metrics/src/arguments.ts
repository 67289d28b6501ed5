import { parseArgs } from 'node:util';

/** What the command line asks for. */
export type Command =
  | { readonly name: 'help' | 'print' | 'once' }
  | { readonly name: 'run' /** Undefined when the command line does not say. */; readonly intervalSeconds: number | undefined };

/** A command line that cannot be followed; the message says why. */
export class UsageError extends Error {}

export const HELP = `system-metrics sends the metrics of this host by OTLP.

Usage: node src/main.ts [--interval SECONDS | --once | --print | --help]

  --interval SECONDS  collect and send every SECONDS, 1 to 86400 (default 15)
  --once              collect over one second, send, and end
  --print             show what would be sent, send nothing, and end
  --help              show this text

Environment:
  SYSTEM_METRICS_INTERVAL_SECONDS  the interval, where --interval is not given
  SYSTEM_METRICS_PORT              serve GET /api/health and GET /api/host on this port (0: any free one)
  SYSTEM_METRICS_HOST              the address to serve on (default 127.0.0.1)
  HOST_PROC, HOST_SYS, HOST_ROOT   where the host's /proc, /sys and / are mounted
  OTEL_EXPORTER_OTLP_ENDPOINT      where to send to, and the other standard variables
`;

/**
 * Reads the command line.
 * @throws UsageError for an unknown option, a wrong value, or options that exclude each other
 */
export function parseArguments(args: readonly string[]): Command {
  const values = parseOptions(args);
  const given = Object.keys(values).map((name) => `--${name}`);
  if (values.help) return { name: 'help' };
  if (given.length > 1) throw new UsageError(`${given.join(' and ')} cannot be used together`);
  if (values.print) return { name: 'print' };
  if (values.once) return { name: 'once' };
  if (values.interval === undefined) return { name: 'run', intervalSeconds: undefined };
  const intervalSeconds = parseInterval(values.interval);
  if (intervalSeconds === undefined) {
    throw new UsageError(`--interval takes a number of seconds from 1 to 86400, not ${JSON.stringify(values.interval)}`);
  }
  return { name: 'run', intervalSeconds };
}

/** Reads a number of seconds from 1 to 86400; undefined for anything else. */
export function parseInterval(text: string): number | undefined {
  const seconds = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  return seconds >= 1 && seconds <= 86_400 ? seconds : undefined;
}

function parseOptions(args: readonly string[]): { interval?: string; once?: boolean; print?: boolean; help?: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { interval: { type: 'string' }, once: { type: 'boolean' }, print: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    return values;
  } catch (error) {
    // The second sentence of Node's message tells how to escape positional arguments, and there are none here.
    throw new UsageError((error as Error).message.split('. ')[0], { cause: error });
  }
}
