import { parseInterval } from './arguments.ts';

/** What the environment says. */
export interface Environment {
  readonly intervalSeconds: number;
  /** Undefined: serve nothing. */
  readonly port: number | undefined;
  readonly host: string;
  /** Where the host's filesystems are mounted, as options of `@telewright/host-metrics`. */
  readonly roots: { readonly procRoot?: string; readonly sysRoot?: string; readonly rootfs?: string };
  /** One line for each variable that had to be ignored. */
  readonly warnings: readonly string[];
}

/** Reads the variables of this program; a blank one is unset, and one with a wrong value is ignored with a warning. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const warnings: string[] = [];
  const get = (name: string): string | undefined => variables[name]?.trim() || undefined;
  const parsed = (name: string, parse: (text: string) => number | undefined, expected: string, instead: string): number | undefined => {
    const text = get(name);
    const value = text === undefined ? undefined : parse(text);
    if (text !== undefined && value === undefined) {
      warnings.push(`${name} has to be ${expected}, but is ${JSON.stringify(text)}: ${instead}`);
    }
    return value;
  };
  const [procRoot, sysRoot, rootfs] = [get('HOST_PROC'), get('HOST_SYS'), get('HOST_ROOT')];
  return {
    intervalSeconds: parsed('SYSTEM_METRICS_INTERVAL_SECONDS', parseInterval, 'a number of seconds from 1 to 86400', 'using 15') ?? 15,
    port: parsed('SYSTEM_METRICS_PORT', parsePort, 'a port from 0 to 65535', 'serving nothing'),
    host: get('SYSTEM_METRICS_HOST') ?? '127.0.0.1',
    roots: { ...(procRoot && { procRoot }), ...(sysRoot && { sysRoot }), ...(rootfs && { rootfs }) },
    warnings,
  };
}

function parsePort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}
