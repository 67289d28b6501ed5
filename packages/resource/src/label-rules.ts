/** Says what a valid value of a label looks like, and what happens to one that is not. */
export interface LabelRule {
  /** Describes a valid value, to complete "expected ...". */
  readonly expected: string;
  /** The pattern that a whole valid value matches. */
  readonly pattern: RegExp;
  /** The most characters that the backends take; what is longer is cut. */
  readonly maxLength: number;
  /** Brings a value to one case before it is checked. */
  readonly fold?: 'lower' | 'upper';
  /** Other words for a valid value. */
  readonly aliases?: Readonly<Record<string, string>>;
  /**
   * What happens to a malformed value: `reject` leaves it to the next source, as a cost label that no report knows is worse than
   * none; `keep` sends it with a finding, as the OpenTelemetry specification allows any text for these names; `note` sends it and only
   * takes note of it.
   */
  readonly malformed: 'reject' | 'keep' | 'note';
}

const slug = /^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$/;
const slugText = 'lower-case letters, digits, - and _ (at most 63, first and last a letter or digit)';

const printable = /^[ -~\u00a0-\uffff]+$/;

/** The names of the rules that a label definition can refer to. */
export type LabelRuleName =
  | 'slug'
  | 'serviceName'
  | 'text'
  | 'uuid'
  | 'environment'
  | 'criticality'
  | 'budget'
  | 'title'
  | 'allocation'
  | 'zone'
  | 'repository';

/** The rules by name. A slug is valid at once as Kubernetes label, AWS tag and GCP label. */
export const labelRules: Readonly<Record<LabelRuleName, LabelRule>> = {
  slug: { expected: slugText, pattern: slug, maxLength: 63, fold: 'lower', malformed: 'reject' },
  serviceName: { expected: slugText, pattern: slug, maxLength: 255, malformed: 'keep' },
  text: { expected: 'text of at most 255 characters', pattern: printable, maxLength: 255, malformed: 'reject' },
  uuid: {
    expected: 'a UUID',
    pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
    maxLength: 255,
    // The OpenTelemetry operator for Kubernetes sets namespace.pod.container, which nobody can mend.
    malformed: 'note',
  },
  environment: {
    expected: `production, staging, test, development or a name of your own in ${slugText}`,
    pattern: slug,
    maxLength: 255,
    fold: 'lower',
    aliases: {
      prod: 'production',
      prd: 'production',
      live: 'production',
      stage: 'staging',
      stg: 'staging',
      testing: 'test',
      tst: 'test',
      dev: 'development',
      devel: 'development',
    },
    malformed: 'keep',
  },
  criticality: {
    expected: 'critical, high, medium or low',
    pattern: /^(critical|high|medium|low)$/,
    maxLength: 63,
    fold: 'lower',
    malformed: 'reject',
  },
  budget: { expected: 'letters, digits, - and _ (at most 63)', pattern: /^[A-Za-z0-9_-]{1,63}$/, maxLength: 63, malformed: 'reject' },
  title: { expected: 'text of at most 63 characters', pattern: printable, maxLength: 63, malformed: 'reject' },
  allocation: {
    expected: 'dedicated, shared or platform',
    pattern: /^(dedicated|shared|platform)$/,
    maxLength: 63,
    fold: 'lower',
    malformed: 'reject',
  },
  zone: {
    expected: 'an ISO 3166 code or a grid zone, such as DE or US-CAL-CISO',
    pattern: /^[A-Z]{2,3}(-[A-Z0-9]{1,12}){0,3}$/,
    maxLength: 63,
    fold: 'upper',
    malformed: 'reject',
  },
  repository: { expected: 'an HTTP(S) address', pattern: /^https?:\/\/[^\s/]+\/\S+$/, maxLength: 2048, malformed: 'reject' },
};
