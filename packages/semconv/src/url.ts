/** Name of the attribute for the fragment of a URL. */
export const ATTR_URL_FRAGMENT = 'url.fragment';
/** Name of the attribute for an absolute URL, without credentials. */
export const ATTR_URL_FULL = 'url.full';
/** Name of the attribute for the path of a URL. */
export const ATTR_URL_PATH = 'url.path';
/** Name of the attribute for the query of a URL, without the `?`. */
export const ATTR_URL_QUERY = 'url.query';
/** Name of the attribute for the scheme of a URL, such as `https`. */
export const ATTR_URL_SCHEME = 'url.scheme';

/**
 * The query parameters whose values the conventions replace by `REDACTED`, in the case in which they are matched.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/
 */
export const SENSITIVE_QUERY_PARAMETERS: readonly string[] = [
  'X-Amz-Signature',
  'X-Amz-Credential',
  'X-Amz-Security-Token',
  'AWSAccessKeyId',
  'Signature',
  'sig',
  'X-Goog-Signature',
];
