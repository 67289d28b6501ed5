import { cardNumberSource, passesLuhn } from './card-number.js';
import { boundary } from './word-boundary.js';

/** What takes the place of a secret. */
export const CENSOR = '[REDACTED]';

/** A secret that can be told by its shape alone. Each source runs over a text once, in linear time: its repetitions can't overlap. */
export interface SecretShape {
  /** Matches the secret; what is kept in front of it is the first group, if `keeps` says so. */
  readonly source: string;
  /** Matches wherever `source` can, and is cheap. */
  readonly hint: string;
  readonly keeps?: true;
  /** Has the last word on a match. */
  readonly holds?: (match: string) => boolean;
}

/** Prefixes that a vendor gives its secrets so that scanners find them, and what follows. */
const vendors = [
  // AWS access key, with the secret key where it stands beside it
  '(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])(?:[\\s"\':,;=/|\\\\]{1,8}[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=]))?',
  'gh[pousr]_[A-Za-z0-9]{36,255}', // GitHub
  'github_pat_\\w{22,255}',
  'glpat-[\\w-]{20,255}', // GitLab
  'xox[abeoprs]-[\\w-]{10,255}', // Slack
  'xapp-\\d-[\\w-]{10,255}',
  '[rs]k_(?:live|test)_\\w{16,255}', // Stripe
  'whsec_[A-Za-z0-9+/]{16,255}',
  'npm_[A-Za-z0-9]{36}(?!\\w)',
  'AIza[\\w-]{35}(?![\\w-])', // Google
  'ya29\\.[\\w-]{20,1024}',
  'GOCSPX-[\\w-]{20,255}',
  'SG\\.[\\w-]{16,64}\\.[\\w-]{16,128}', // SendGrid
  'sk-(?:(?:ant|proj|svcacct)-[\\w-]{20,255}|[A-Za-z0-9]{40,64}(?![\\w-]))', // Anthropic, OpenAI
  'hvs\\.[\\w-]{24,255}', // Vault
  'dop_v1_[a-f0-9]{64}', // DigitalOcean
  'shp(?:at|ss)_[a-fA-F0-9]{32}', // Shopify
];

export const defaultShapes: readonly SecretShape[] = [
  { source: `${boundary('[\\w-]')}eyJ[\\w-]{8,}\\.[\\w-]{2,}\\.[\\w-]*(?:\\.[\\w-]*\\.[\\w-]*)?`, hint: 'J(?<=eyJ)' },
  {
    source: `${boundary('[\\w-]')}((?:[Bb]earer|BEARER)\\s{1,8})([\\w.~+/-]{16,8192}={0,2})`,
    hint: '(?:[Bb]earer|BEARER)[\\s\\\\]',
    keeps: true,
    holds: (match) => /\d/.test(match),
  },
  {
    source: `${boundary('[\\w-]')}((?:[Bb]asic|BASIC)\\s{1,8})([A-Za-z0-9+/]{4,8192}={0,2})`,
    hint: '(?:[Bb]asic|BASIC)[\\s\\\\]',
    keeps: true,
    holds: isUserAndPassword,
  },
  {
    source: `${boundary('[\\w-]')}(?:${vendors.join('|')})`,
    hint: 'A(?:KIA|SIA|Iza)|_(?<=gh[pousr]_|_pat_|k_(?:live|test)_|whsec_|npm_|dop_v1_|shp(?:at|ss)_)|-(?<=glpat-|xox[a-z]-|xapp-|CSPX-|sk-)|\\.(?<=ya29\\.|SG\\.|hvs\\.)',
  },
  {
    source: '-----BEGIN (?:[A-Z0-9]{1,16} ){0,4}PRIVATE KEY(?: BLOCK)?-----[^-]*(?:-(?!----END)[^-]*)*(?:-----END [A-Z0-9 ]{1,64}-----)?',
    hint: '-(?=----BEGIN)',
  },
  {
    source: '(://)([^\\s/?#@:"\'<>]{0,256}:[^\\s/@"\'<>]{1,512})(?=@)',
    hint: '://[^\\s/?#@:"]{0,256}(?::[^\\s/@"]{1,512})?@',
    keeps: true,
  },
  // A token in place of the user. The user of a repository, a host or an address of somebody is shorter, or has no digit.
  {
    source: '(https?://)([^\\s/?#@:"\'<>]{12,256})(?=@)',
    hint: 'https?://[^\\s/?#@:"]{12,256}@',
    keeps: true,
    holds: (match) => /\d/.test(match),
  },
  { source: '(hooks\\.slack\\.com/(?:services|triggers|workflows)/)([\\w/-]{20,255})', hint: 'hooks\\.slack', keeps: true },
  // What signs a URL opens it: Amazon S3 and CloudFront, Google Cloud Storage, Azure.
  {
    source:
      '((?:[?&]|%(?:3[Ff]|26))(?:[Xx]-(?:[Aa]mz|[Gg]oog)-)?[Ss]ig(?:nature)?(?:=|%3[Dd]))((?:[\\w+/~.-]|%(?!26)[\\dA-Fa-f]{2}){24,1024}={0,2})',
    hint: '[=%](?<=[Ss]ig(?:nature)?[=%])',
    keeps: true,
    holds: (match) => /\d/.test(match),
  },
  // Arguments of a command; `$TOKEN` and the `id=...` of Docker are none.
  {
    source: `${boundary('[\\w-]')}(--(?:[a-z]{1,16}-){0,3}(?:password|passwd|passphrase|secret|token|api-?key|access-key)[ \\t](?:\\\\*["'])?)((?!id=|type=)[^\\s"'\\\\$<-][^\\s"'\\\\]{3,1024})`,
    hint: '-(?=-(?:[a-z]{1,16}-){0,3}(?:pass|secret|token|api-?key|access-key))',
    keeps: true,
    holds: (match) => /\d/.test(match),
  },
  {
    source: `${boundary('[\\w-]')}(curl[ \\t](?:[^\\n|;]{0,256}[ \\t])?(?:-u|--user)[ \\t](?:\\\\*["'])?[^\\s:"'\\\\$]{1,128}:)([^\\s"'\\\\$][^\\s"'\\\\]{2,1024})`,
    hint: 'curl[ \\t\\\\]',
    keeps: true,
  },
  { source: cardNumberSource, hint: '[2-6]\\d{3}(?:\\d{10}|[ -]\\d{4})', holds: passesLuhn },
];

export const strictShapes: readonly SecretShape[] = [
  ...defaultShapes,
  {
    source: `${boundary('[\\w.+%-]')}[\\w.+%-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}`,
    hint: '@',
  },
  {
    source: `${boundary('[A-Za-z0-9]')}[A-Z]{2}\\d\\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?![A-Za-z0-9])`,
    hint: '[A-Z]\\d\\d(?: ?[A-Z0-9]){8}',
    holds: isIban,
  },
  { source: `${boundary('[\\w.-]')}\\d(?:[ -]?\\d){12,18}(?![\\w.-])`, hint: '\\d(?:[ -]?\\d){12}', holds: passesLuhn },
];

function isUserAndPassword(credentials: string): boolean {
  return credentials.length % 4 === 0 && /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(credentials, 'base64').toString('latin1'));
}

/** Checks the two check digits of an IBAN (ISO 13616, ISO/IEC 7064 mod 97-10). */
function isIban(text: string): boolean {
  const compact = text.replaceAll(' ', '');
  let rest = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
