import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** A Collector to send to instead of the embedded receiver. */
  readonly endpoint: string | undefined;
  /** Leave everything running until Ctrl-C. */
  readonly keep: boolean;
}

export const usage = `Usage: npm run demo [-- options]

Starts the proxy and system-metrics examples as two processes, preloaded with Telewright, sends them the traffic of a
small population of simulated users, and shows the telemetry that arrived.

  --endpoint URL   send to this OTLP/HTTP Collector instead of the embedded receiver
  --keep           leave everything running until Ctrl-C
  --help           show this text
`;

/** Reads the command line. Throws an error whose message is fit for the user. */
export function readArguments(args: readonly string[]): DemoOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: { endpoint: { type: 'string' }, keep: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return 'help';
  if (values.endpoint !== undefined && !/^https?:$/.test(URL.canParse(values.endpoint) ? new URL(values.endpoint).protocol : '')) {
    throw new Error(`--endpoint: expected a URL that starts with http:// or https://, got ${JSON.stringify(values.endpoint)}`);
  }
  return { endpoint: values.endpoint, keep: values.keep };
}
