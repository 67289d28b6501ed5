import { createHmac } from 'node:crypto';

export const secret = 'wh-secret-5f2c';
export const revision = '1f2e3d4c5b6a79880123456789abcdef01234567';

export function signatureOf(body: string, key: string = secret): string {
  return `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
}

export function pushPayload(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return { ref: 'refs/heads/main', after: revision, deleted: false, repository: { full_name: 'acme/site' }, ...overrides };
}

export function pullRequestPayload(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  const pullRequest = { merged: true, merge_commit_sha: revision, base: { ref: 'main' }, ...overrides };
  return { action: 'closed', pull_request: pullRequest, repository: { full_name: 'acme/site' } };
}

interface Injection {
  method: 'POST';
  url: string;
  headers: Record<string, string>;
  payload: string;
}

/** Makes the request that GitHub sends for an event; headers can be replaced. */
export function delivery(event: string, payload: unknown, headers: Record<string, string> = {}): Injection {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return {
    method: 'POST',
    url: '/api/webhook/gitops',
    headers: { 'content-type': 'application/json', 'x-github-event': event, 'x-hub-signature-256': signatureOf(body), ...headers },
    payload: body,
  };
}
