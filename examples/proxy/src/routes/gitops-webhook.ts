import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import type { Syncs, SyncTarget } from '../gitops-sync.ts';
import { webhookRequests } from '../metrics.ts';
import { isSigned } from '../signature.ts';

const repositoryName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const revision = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const rememberedDeliveries = 1_000;

/** What a payload asks for: a sync, nothing (with the reason), or it is not what GitHub sends. */
type Decision = SyncTarget | { readonly ignored: string } | { readonly malformed: string };

/** Receives GitHub's push and closed-pull-request events and starts a sync for what was merged into the deployed branch. */
export function gitopsWebhookRoute(app: FastifyInstance, config: Config, syncs: Syncs | undefined): void {
  const seen = new Set<string>();
  const answer = (request: FastifyRequest, reply: FastifyReply, code: number, outcome: string, detail: string): FastifyReply => {
    webhookRequests.add(1, { event: eventOf(request), outcome });
    request.log.info({ event: eventOf(request), outcome, detail }, `webhook ${outcome}`);
    return reply.code(code).send({ status: outcome, detail });
  };
  app.register(async (scope) => {
    // The signature covers the bytes, so the body is parsed after it was checked.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: config.webhookMaxBytes }, (_, body, done) => done(null, body));
    scope.post('/api/webhook/gitops', { bodyLimit: config.webhookMaxBytes }, async (request, reply) => {
      const { webhookSecret } = config;
      if (webhookSecret === undefined) return answer(request, reply, 503, 'unavailable', 'no webhook secret is configured');
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (!isSigned(body, headerOf(request, 'x-hub-signature-256'), webhookSecret))
        return answer(request, reply, 401, 'unauthorized', 'the signature is missing or wrong');
      const payload = parse(body);
      if (payload === undefined) return answer(request, reply, 400, 'malformed', 'the body is not a JSON object');
      const decision = decide(eventOf(request), payload, config);
      if ('malformed' in decision) return answer(request, reply, 400, 'malformed', decision.malformed);
      if ('ignored' in decision) return answer(request, reply, 200, 'ignored', decision.ignored);
      if (!syncs) return answer(request, reply, 503, 'unavailable', 'no sync command is configured');
      const delivery = headerOf(request, 'x-github-delivery');
      if (delivery !== undefined && isRepeated(seen, delivery))
        return answer(request, reply, 200, 'ignored', 'this delivery has been received before');
      const state = syncs.request(decision);
      return answer(request, reply, 202, 'accepted', state === 'started' ? 'a sync was started' : 'a sync runs; another one follows it');
    });
  });
}

function decide(event: string, payload: Readonly<Record<string, unknown>>, { syncBranch, syncRepositories }: Config): Decision {
  if (event !== 'push' && event !== 'pull_request') return { ignored: `the event is neither push nor pull_request` };
  const repository = at(payload, 'repository', 'full_name');
  if (typeof repository !== 'string' || !repositoryName.test(repository)) return { malformed: 'repository.full_name is not owner/name' };
  if (syncRepositories.length > 0 && !syncRepositories.includes(repository))
    return { ignored: 'the repository is not among those to sync' };
  if (event === 'pull_request') {
    if (at(payload, 'action') !== 'closed' || at(payload, 'pull_request', 'merged') !== true)
      return { ignored: 'the pull request was not merged' };
    return target(repository, at(payload, 'pull_request', 'base', 'ref'), at(payload, 'pull_request', 'merge_commit_sha'), syncBranch);
  }
  const ref = at(payload, 'ref');
  if (at(payload, 'deleted') === true) return { ignored: 'the branch was deleted' };
  if (typeof ref !== 'string') return { malformed: 'ref is missing' };
  return target(repository, ref.replace(/^refs\/heads\//, ''), at(payload, 'after'), syncBranch);
}

function target(repository: string, branch: unknown, head: unknown, syncBranch: string): Decision {
  if (branch !== syncBranch) return { ignored: `the branch is not ${syncBranch}` };
  if (typeof head !== 'string' || !revision.test(head)) return { malformed: 'the revision is not a commit id' };
  return { repository, branch: syncBranch, revision: head };
}

function isRepeated(seen: Set<string>, delivery: string): boolean {
  if (seen.has(delivery)) return true;
  seen.add(delivery);
  if (seen.size > rememberedDeliveries) seen.delete(seen.values().next().value as string);
  return false;
}

function parse(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // answered with 400
  }
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, key) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[key] : undefined),
    value,
  );
}

/** The event as an attribute value: what is not known has one name, so that nobody can make up series. */
function eventOf(request: FastifyRequest): string {
  const event = headerOf(request, 'x-github-event');
  return event === 'push' || event === 'pull_request' || event === 'ping' ? event : 'other';
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
