import type { InjectOptions } from 'fastify';
import { describe, expect, it, vi } from 'vitest';
import { delivery, pullRequestPayload, pushPayload, revision, secret, signatureOf } from './github-delivery.ts';
import { syncScript } from './sync-script.ts';
import { listeningApp, type TestApp, testApp } from './test-app.ts';

const webhook = { PROXY_WEBHOOK_SECRET: secret, PROXY_SYNC_REPOSITORIES: 'acme/site,acme/docs' };
const path = '/api/webhook/gitops';

const statusOf = async ({ app }: TestApp, injection: InjectOptions): Promise<[number, unknown]> => {
  const response = await app.inject(injection);
  return [response.statusCode, response.json()];
};
const answered = (lines: TestApp['lines'], message: string): number => lines.filter(({ msg }) => msg === message).length;

describe('POST /api/webhook/gitops', () => {
  it('answers 503 when no secret is configured, without reading the body', async () => {
    const started = testApp({ PROXY_SYNC_COMMAND: '["true"]' });
    expect(await statusOf(started, delivery('push', 'not json'))).toEqual([
      503,
      { statusCode: 503, error: 'Service Unavailable', message: 'no webhook secret is configured' },
    ]);
  });

  it.each([
    ['missing', {}],
    ['of another secret', { 'x-hub-signature-256': signatureOf('{}', 'other') }],
    ['of another body', { 'x-hub-signature-256': signatureOf('{"a":1}') }],
    ['malformed', { 'x-hub-signature-256': 'sha256=zz' }],
  ])('answers 401 when the signature is %s', async (_, headers) => {
    const request = { method: 'POST', url: path, headers: { 'x-github-event': 'ping', ...headers }, payload: '{}' } as const;
    expect(await statusOf(testApp(webhook), request)).toEqual([
      401,
      { statusCode: 401, error: 'Unauthorized', message: 'X-Hub-Signature-256 is missing or wrong' },
    ]);
  });

  it('answers 401 to a request without a body', async () => {
    const [statusCode] = await statusOf(testApp(webhook), { method: 'POST', url: path });
    expect(statusCode).toBe(401);
  });

  it.each(['{"ref":', '', '"text"', 'null', 'payload=%7B%7D'])('answers 400 to the signed body %j', async (body) => {
    expect(await statusOf(testApp(webhook), delivery('push', body))).toEqual([
      400,
      {
        statusCode: 400,
        error: 'Bad Request',
        message: 'body: expected a JSON object; choose the content type application/json on GitHub',
      },
    ]);
  });

  it('checks the signature before it reads the JSON', async () => {
    const [statusCode] = await statusOf(testApp(webhook), delivery('push', '{"ref":', { 'x-hub-signature-256': 'sha256=' }));
    expect(statusCode).toBe(401);
  });

  it('answers 400 to a push of another shape and says where', async () => {
    expect(await statusOf(testApp(webhook), delivery('push', {}))).toEqual([
      400,
      { statusCode: 400, error: 'Bad Request', message: 'ref: expected a string' },
    ]);
  });

  it('takes a body of exactly the size limit and answers 413 to one byte more', async () => {
    const started = testApp({ ...webhook, PROXY_WEBHOOK_MAX_BYTES: '100' });
    const body = (bytes: number): string => `{"a":"${'x'.repeat(bytes - 8)}"}`;
    expect((await statusOf(started, delivery('ping', body(100))))[0]).toBe(200);
    expect((await statusOf(started, delivery('ping', body(101))))[0]).toBe(413);
  });

  it('answers 413 to a body without a stated length, too', async () => {
    const { url } = await listeningApp({ ...webhook, PROXY_WEBHOOK_MAX_BYTES: '100' });
    const chunks = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 3; i++) controller.enqueue(new Uint8Array(50));
        controller.close();
      },
    });
    const response = await fetch(`${url}${path}`, { method: 'POST', body: chunks, duplex: 'half' } as RequestInit);
    expect(response.status).toBe(413);
  });

  it('checks the signature over the bytes as they were sent', async () => {
    const body = '{ "zen" :\n"caf\\u00e9 \u{1F600}",\t"a":1.0 }';
    expect(await statusOf(testApp(webhook), delivery('ping', body))).toEqual([200, { status: 'ignored', reason: 'ping' }]);
  });

  it.each([
    ['ping', {}, 'ping'],
    ['star', {}, 'event is not push or pull_request'],
    ['push', pushPayload({ ref: 'refs/heads/feature' }), 'branch is not configured'],
    ['push', pushPayload({ repository: { full_name: 'evil/site' } }), 'repository is not configured'],
    ['pull_request', pullRequestPayload({ merged: false }), 'pull request was closed without a merge'],
  ])('answers 200 with the reason when it ignores %s (%#)', async (event, payload, reason) => {
    expect(await statusOf(testApp(webhook), delivery(event, payload))).toEqual([200, { status: 'ignored', reason }]);
  });

  it('answers 503 to a push when no sync command is configured', async () => {
    expect(await statusOf(testApp(webhook), delivery('push', pushPayload()))).toEqual([
      503,
      { statusCode: 503, error: 'Service Unavailable', message: 'no sync command is configured' },
    ]);
  });

  it.each([
    ['push', pushPayload()],
    ['pull_request', pullRequestPayload()],
  ])('answers 202 to a %s and runs the command with what it needs to know, as variables', async (event, payload) => {
    const script = await syncScript();
    const started = testApp({ ...webhook, PROXY_SYNC_COMMAND: script.command, PROXY_SYNC_ENV: 'KUBECONFIG', KUBECONFIG: '/k', PATH: '/p' });
    expect(await statusOf(started, delivery(event, payload))).toEqual([202, { status: 'started' }]);
    await script.begun(1);
    expect(await script.runs()).toEqual([
      {
        PATH: '/p',
        KUBECONFIG: '/k',
        SYNC_REPOSITORY: 'acme/site',
        SYNC_BRANCH: 'main',
        SYNC_REVISION: revision,
        parameters: 'a b $HOME',
      },
    ]);
  });

  it('runs one sync at a time per repository and makes one follow-up run of all pushes in between', async () => {
    const script = await syncScript('await released();');
    const started = testApp({ ...webhook, PROXY_SYNC_COMMAND: script.command });
    const push = (after: string, repository = 'acme/site'): Promise<[number, unknown]> =>
      statusOf(started, delivery('push', pushPayload({ after, repository: { full_name: repository } })));
    const [first, second, third] = ['1', '2', '3'].map((digit) => digit.repeat(40)) as [string, string, string];

    expect(await push(first)).toEqual([202, { status: 'started' }]);
    await script.begun(1);
    expect(await push(second)).toEqual([202, { status: 'queued' }]);
    expect(await push(third)).toEqual([202, { status: 'queued' }]);
    expect(await push(first, 'acme/docs')).toEqual([202, { status: 'started' }]);
    await script.begun(2);
    await script.release();
    await vi.waitUntil(() => answered(started.lines, 'sync ended: success') === 3, { timeout: 10_000 });

    expect((await script.runs()).map(({ SYNC_REPOSITORY, SYNC_REVISION }) => [SYNC_REPOSITORY, SYNC_REVISION])).toEqual([
      ['acme/site', first],
      ['acme/docs', first],
      ['acme/site', third],
    ]);
    expect(await push(first)).toEqual([202, { status: 'started' }]);
  });

  it('starts no second sync for a delivery that was received before', async () => {
    const script = await syncScript();
    const started = testApp({ ...webhook, PROXY_SYNC_COMMAND: script.command });
    const push = (id: string): Promise<[number, unknown]> =>
      statusOf(started, delivery('push', pushPayload(), { 'x-github-delivery': id }));
    expect(await push('d-1')).toEqual([202, { status: 'started' }]);
    await vi.waitUntil(() => answered(started.lines, 'sync ended: success') === 1, { timeout: 10_000 });
    expect(await push('d-1')).toEqual([200, { status: 'duplicate', reason: 'delivery was received before' }]);
    expect(await push('d-2')).toEqual([202, { status: 'started' }]);
  });

  it('takes a delivery again whose sync has failed', async () => {
    const script = await syncScript('process.exit(3);');
    const started = testApp({ ...webhook, PROXY_SYNC_COMMAND: script.command });
    const push = (): Promise<[number, unknown]> => statusOf(started, delivery('push', pushPayload(), { 'x-github-delivery': 'd-1' }));
    expect(await push()).toEqual([202, { status: 'started' }]);
    await vi.waitUntil(() => answered(started.lines, 'sync ended: failure') === 1, { timeout: 10_000 });
    expect(await push()).toEqual([202, { status: 'started' }]);
  });

  it('logs how a sync ended, with its output', async () => {
    const script = await syncScript('console.log("2 files changed"); process.exitCode = 3;');
    const started = testApp({ ...webhook, PROXY_SYNC_COMMAND: script.command });
    await statusOf(started, delivery('push', pushPayload()));
    await vi.waitUntil(() => answered(started.lines, 'sync ended: failure') === 1, { timeout: 10_000 });
    expect(started.lines.find(({ msg }) => msg === 'sync ended: failure')).toMatchObject({
      level: 50,
      repository: 'acme/site',
      branch: 'main',
      revision,
      result: 'failure',
      exitCode: 3,
      output: '2 files changed\n',
    });
  });

  it('never logs the secret or a signature', async () => {
    const script = await syncScript();
    const started = testApp({ ...webhook, PROXY_SYNC_COMMAND: script.command, LOG_LEVEL: 'trace' });
    const request = delivery('push', pushPayload());
    await statusOf(started, request);
    await statusOf(started, { ...request, payload: 'other' });
    await vi.waitUntil(() => answered(started.lines, 'sync ended: success') === 1, { timeout: 10_000 });
    const log = JSON.stringify(started.lines);
    expect(log).not.toContain(secret);
    expect(log).not.toContain(request.headers['x-hub-signature-256']?.slice('sha256='.length));
  });
});
