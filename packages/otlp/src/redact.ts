const MAX_MESSAGE_LENGTH = 256;
/** Shorter words of a header value, such as the scheme of an `Authorization`, say nothing. */
const MIN_SECRET_LENGTH = 5;

/** Gives a URL without user info, query and fragment, for messages. */
export function displayUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** Makes a server's text fit for a message: one line of at most 256 characters, without any header value that the server may have echoed. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, '***');
  return clean
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, MAX_MESSAGE_LENGTH);
}

/** Lists what must not be shown of header values and of a URL's user info and query: each whole, then its words, the longest first. */
export function secretsOf(url: URL, headerValues: readonly unknown[]): string[] {
  const userInfo = decodeURIComponent(`${url.username}:${url.password}`);
  const values = [...headerValues.map(String), userInfo, Buffer.from(userInfo).toString('base64'), url.search];
  const secrets = values.flatMap((value) => [value, ...value.split(/[\s,;:=&?]+/)]).filter((word) => word.length >= MIN_SECRET_LENGTH);
  return [...new Set(secrets)].sort((a, b) => b.length - a.length);
}
