/** What no log line may have: addresses of people, and access tokens. */
const PERSONAL = [/[\w.+-]+@[\w-]+\.[\w.-]+/, /\beyJ[\w-]{8,}/];

/** The lines that give something away: of any run an address or a token, and of this one any of `secrets`. */
export function givenAway(lines: readonly string[], secrets: readonly string[] = []): string[] {
  const known = secrets.map((secret) => secret.toLowerCase());
  return lines.filter((line) => {
    const text = line.toLowerCase();
    return PERSONAL.some((pattern) => pattern.test(line)) || known.some((secret) => text.includes(secret));
  });
}
