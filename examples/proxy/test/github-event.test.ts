import { describe, expect, it } from 'vitest';
import { readGithubEvent } from '../src/github-event.ts';
import { pullRequestPayload, pushPayload, revision } from './github-delivery.ts';

const scope = { repositories: ['Acme/site'], branch: 'main' };
const target = { repository: 'Acme/site', branch: 'main', revision };

describe('readGithubEvent', () => {
  it('asks for a sync on a push to the configured branch, whatever the case of the repository name', () => {
    expect(readGithubEvent('push', pushPayload(), scope)).toEqual({ kind: 'sync', target });
  });

  it('asks for a sync on a merged pull request', () => {
    expect(readGithubEvent('pull_request', pullRequestPayload(), scope)).toEqual({ kind: 'sync', target });
  });

  it.each([
    ['ping', {}, 'ping'],
    ['issues', {}, 'event is not push or pull_request'],
    ['', pushPayload(), 'event is not push or pull_request'],
    ['push', pushPayload({ ref: 'refs/heads/other' }), 'branch is not configured'],
    ['push', pushPayload({ ref: 'refs/tags/main' }), 'branch is not configured'],
    ['push', pushPayload({ deleted: true, after: '0'.repeat(40) }), 'branch was deleted'],
    ['push', pushPayload({ repository: { full_name: 'acme/other' } }), 'repository is not configured'],
    ['pull_request', { ...pullRequestPayload(), action: 'opened' }, 'pull request is not closed'],
    ['pull_request', pullRequestPayload({ merged: false }), 'pull request was closed without a merge'],
    ['pull_request', pullRequestPayload({ base: { ref: 'other' } }), 'branch is not configured'],
  ])('ignores %s and says why (%#)', (event, payload, reason) => {
    expect(readGithubEvent(event, payload, scope)).toEqual({ kind: 'ignored', reason });
  });

  it.each([
    ['push', {}, 'ref: expected a string'],
    ['push', [], 'ref: expected a string'],
    ['push', pushPayload({ repository: null }), 'repository.full_name: expected a string'],
    ['push', pushPayload({ after: '--exec=x' }), 'after: expected a commit as 40 or 64 hexadecimal digits'],
    ['push', pushPayload({ after: `${revision}\n` }), 'after: expected a commit as 40 or 64 hexadecimal digits'],
    ['pull_request', {}, 'pull_request.base.ref: expected a string'],
    [
      'pull_request',
      pullRequestPayload({ merge_commit_sha: null }),
      'pull_request.merge_commit_sha: expected a commit as 40 or 64 hexadecimal digits',
    ],
  ])('calls a %s of another shape invalid and says where (%#)', (event, payload, reason) => {
    expect(readGithubEvent(event, payload, scope)).toEqual({ kind: 'invalid', reason });
  });
});
