/** What a sync brings to its target state. */
export interface SyncTarget {
  /** As `owner/name`, in the spelling of the configuration. */
  readonly repository: string;
  readonly branch: string;
  /** The commit as 40 or 64 hexadecimal digits. */
  readonly revision: string;
}

/** What a delivery asks for. */
export type GithubEvent =
  | { readonly kind: 'sync'; readonly target: SyncTarget }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly reason: string };

interface Scope {
  readonly repositories: readonly string[];
  readonly branch: string;
}

const revisionPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Reads a push or a pull request event.
 *
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export function readGithubEvent(event: string, payload: unknown, scope: Scope): GithubEvent {
  if (event === 'push') return readPush(payload, scope);
  if (event === 'pull_request') return readPullRequest(payload, scope);
  return { kind: 'ignored', reason: event === 'ping' ? 'ping' : 'event is not push or pull_request' };
}

function readPush(payload: unknown, scope: Scope): GithubEvent {
  const ref = at(payload, 'ref');
  if (typeof ref !== 'string') return { kind: 'invalid', reason: 'ref: expected a string' };
  if (at(payload, 'deleted') === true) return { kind: 'ignored', reason: 'branch was deleted' };
  const branch = ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined;
  return readTarget(payload, branch, { path: 'after', value: at(payload, 'after') }, scope);
}

function readPullRequest(payload: unknown, scope: Scope): GithubEvent {
  const branch = at(payload, 'pull_request', 'base', 'ref');
  if (typeof branch !== 'string') return { kind: 'invalid', reason: 'pull_request.base.ref: expected a string' };
  if (at(payload, 'action') !== 'closed') return { kind: 'ignored', reason: 'pull request is not closed' };
  if (at(payload, 'pull_request', 'merged') !== true) return { kind: 'ignored', reason: 'pull request was closed without a merge' };
  const revision = { path: 'pull_request.merge_commit_sha', value: at(payload, 'pull_request', 'merge_commit_sha') };
  return readTarget(payload, branch, revision, scope);
}

function readTarget(payload: unknown, branch: string | undefined, revision: { path: string; value: unknown }, scope: Scope): GithubEvent {
  const name = at(payload, 'repository', 'full_name');
  if (typeof name !== 'string') return { kind: 'invalid', reason: 'repository.full_name: expected a string' };
  const repository = scope.repositories.find((allowed) => allowed.toLowerCase() === name.toLowerCase());
  if (repository === undefined) return { kind: 'ignored', reason: 'repository is not configured' };
  if (branch !== scope.branch) return { kind: 'ignored', reason: 'branch is not configured' };
  if (typeof revision.value !== 'string' || !revisionPattern.test(revision.value)) {
    return { kind: 'invalid', reason: `${revision.path}: expected a commit as 40 or 64 hexadecimal digits` };
  }
  return { kind: 'sync', target: { repository, branch, revision: revision.value } };
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((parent: unknown, key) => {
    return typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined;
  }, value);
}
