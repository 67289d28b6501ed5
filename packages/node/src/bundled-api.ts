/** Version of the API copy in this run-time; a test holds it against the installed package. */
export const bundledApiVersion = '1.10.0';

/** Gives the minor version of an API 1.x; undefined for anything else. */
function apiMinor(version: unknown): number | undefined {
  const [, minor] = /^1\.(\d+)\./.exec(String(version)) ?? [];
  return minor === undefined ? undefined : Number(minor);
}

/** Whether a copy of that version ignores what is registered under ours. */
export function isNewerThanBundled(version: unknown): boolean {
  return (apiMinor(version) ?? 0) > (apiMinor(bundledApiVersion) ?? 0);
}
