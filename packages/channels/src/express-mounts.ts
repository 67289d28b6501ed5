/** A path as express calls it: text with placeholders, or a regular expression. */
export type Pattern = string | RegExp;

/** Text whose number of segments differs from that of the path it matches: optional groups and wildcards. */
const VARIABLE_LENGTH = /[{*]/;

/**
 * Which pattern stands behind each part of `req.baseUrl`. Express gives that part as the client wrote it, ids included, so it can't be
 * a part of the route.
 */
export class ExpressMounts {
  private readonly entries: { readonly base: string; readonly pattern: string }[] = [];

  /** Remembers that what is mounted at `pattern` was entered, which made `base` the base URL. */
  enter(base: string, pattern: Pattern): void {
    const parent = this.find(parentBase(base, pattern) ?? this.nearest(base)) ?? '';
    const known = this.entries.findIndex((entry) => entry.base === base);
    if (known !== -1) this.entries.splice(known, 1);
    this.entries.push({ base, pattern: parent + (typeof pattern === 'string' ? withoutTrailingSlash(pattern) : String(pattern)) });
  }

  /** Gives the pattern behind a base URL; `undefined` when it was not seen. */
  find(base: string): string | undefined {
    return base === '' ? '' : this.entries.findLast((entry) => entry.base === base)?.pattern;
  }

  private nearest(base: string): string {
    return this.entries.findLast((entry) => base.startsWith(`${entry.base}/`))?.base ?? '';
  }
}

/** The base URL of the router that has the mount: `base` without as many segments as the pattern has. */
function parentBase(base: string, pattern: Pattern): string | undefined {
  if (typeof pattern !== 'string' || VARIABLE_LENGTH.test(pattern)) return undefined;
  let end = base.length;
  for (let segments = withoutTrailingSlash(pattern).split('/').length - 1; segments > 0 && end > 0; segments -= 1) {
    end = base.lastIndexOf('/', end - 1);
  }
  return base.slice(0, Math.max(end, 0));
}

function withoutTrailingSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
