/**
 * Hangfire's curve: milliseconds to wait after the n-th failed attempt (n from 1), `(n-1)^4 + 15 + rand(0..29) * n`
 * seconds. `random` is in [0, 1).
 */
export function hangfireBackoff(attempt: number, random: number): number {
  return ((attempt - 1) ** 4 + 15 + Math.floor(random * 30) * attempt) * 1000;
}
