const userInfo = /([a-zA-Z][a-zA-Z0-9+.-]*:\/\/)[^/?#\s@]*@/g;

/** Removes user names, passwords and tokens from every address in a text. */
export function withoutCredentials(text: string): string {
  return text.includes('@') ? text.replace(userInfo, '$1') : text;
}

/**
 * Turns a git remote into the address that the repository has in a browser: HTTP(S), without credentials, query and `.git`.
 * @returns undefined for a local path, which says nothing to anyone else
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/vcs/
 */
export function repositoryAddress(remote: string): string | undefined {
  const [, scpHost, scpPath] = /^(?:[^@/\s]+@)?([\w.-]{2,}):(?!\/\/)\/?([^\s]+)$/.exec(remote) ?? [];
  if (scpHost !== undefined && scpPath !== undefined) return `https://${scpHost}/${withoutSuffix(scpPath)}`;
  const [, scheme, host, path] = /^(https?|ssh|git|git\+ssh):\/\/(?:[^/?#\s]*@)?([^/?#\s@]+)\/([^?#\s]+)/i.exec(remote) ?? [];
  if (scheme === undefined || host === undefined || path === undefined) return undefined;
  // The port of a web address belongs to it, the one of SSH or the git protocol does not.
  if (scheme.toLowerCase().startsWith('http')) return `${scheme.toLowerCase()}://${host}/${withoutSuffix(path)}`;
  return `https://${host.replace(/:\d+$/, '')}/${withoutSuffix(path)}`;
}

function withoutSuffix(path: string): string {
  return path.replace(/\/+$/, '').replace(/\.git$/, '');
}
