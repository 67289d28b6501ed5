/** What a text has become, or the reference in it that can't be understood. */
export type Substituted = { readonly text: string; readonly changed: boolean } | { readonly wrong: string };

/**
 * Replaces `${NAME}`, `${NAME:-default}` and `${env:NAME}` by variables of the environment; `$$` stands for `$`. What comes from a variable
 * is not looked through again.
 * @see https://opentelemetry.io/docs/specs/otel/configuration/data-model/#environment-variable-substitution
 */
export function substitute(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
  onReference: (name: string) => void,
): Substituted {
  let wrong: string | undefined;
  const result = text.replace(/\$\$|\$\{([^}]*)\}/g, (whole, reference: string | undefined) => {
    if (reference === undefined) return '$';
    const [, name = '', fallback = ''] = /^(?:env:)?([A-Za-z_]\w*)(?::-([^\n]*))?$/.exec(reference) ?? [];
    if (name === '') {
      wrong ??= whole;
      return '';
    }
    onReference(name);
    return environment[name] || fallback;
  });
  return wrong === undefined ? { text: result, changed: result !== text } : { wrong };
}
