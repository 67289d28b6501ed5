/**
 * Paths of the usual health, readiness and metrics endpoints, to be passed as `ignoreIncomingPaths`. They are not ignored unless
 * asked for.
 */
export const defaultIgnoredPaths: readonly string[] = ['/health', '/healthz', '/ready', '/readyz', '/livez', '/metrics'];

/** Decides whether a path is on a list of whole paths and patterns. */
export class PathMatcher {
  private readonly whole: ReadonlySet<string>;
  private readonly patterns: readonly RegExp[];

  constructor(paths: readonly (string | RegExp)[] = []) {
    this.whole = new Set(paths.filter((path) => typeof path === 'string'));
    this.patterns = paths.filter((path) => typeof path !== 'string');
  }

  /** Says whether the list has `path`, which comes without a query. */
  matches(path: string): boolean {
    if (this.whole.has(path)) return true;
    // `search` and not `test`, which would remember a position in patterns with the flags g or y.
    for (const pattern of this.patterns) if (path.search(pattern) !== -1) return true;
    return false;
  }
}
