/** The attributes of `OTEL_RESOURCE_ATTRIBUTES`, or what is wrong with it. */
export type ParsedResourceAttributes =
  | { readonly pairs: readonly (readonly [key: string, value: string])[] }
  | { readonly problem: string };

/**
 * Reads `key=value,key=value`, with `,` and `=` percent-encoded in keys and values. Any error discards all of it, as the
 * specification says. The problem names the pair by its place and not by its text, which may be secret.
 * @see https://opentelemetry.io/docs/specs/otel/resource/sdk/#specifying-resource-information-via-an-environment-variable
 */
export function parseResourceAttributes(text: string): ParsedResourceAttributes {
  const pairs: [string, string][] = [];
  for (const [index, member] of text.split(',').entries()) {
    if (member.trim() === '') continue;
    const parts = member.split('=');
    const place = `pair ${index + 1}`;
    if (parts.length === 1) return { problem: `${place} has no '='` };
    if (parts.length > 2) return { problem: `${place} has more than one '='` };
    const [key, value] = parts.map((part) => decode(part.trim()));
    if (key === undefined || value === undefined) return { problem: `${place} has a broken percent-encoding` };
    if (key === '') return { problem: `${place} has no key` };
    pairs.push([key, value]);
  }
  return { pairs };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // The caller reports it.
  }
}
