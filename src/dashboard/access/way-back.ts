/** An address of the dashboard to go to after the sign-in: `to` when it is one, else the overview. */
export function wayBack(to: string, base: string): string {
  // Whatever else `to` may be, parsed against a host that is none it keeps that host only if it is a path.
  if (!URL.canParse(to, NOWHERE)) return base;
  const { origin, pathname, search } = new URL(to, NOWHERE);
  const below = pathname.slice(base.length);
  const ours = origin === NOWHERE && pathname.toLowerCase().startsWith(base) && (below === '' || below.startsWith('/'));
  // Cookies are kept under the path as it is configured, whatever case it was asked for in.
  return ours && !below.startsWith('/sign-in') ? `${base}${below}${search}` : base;
}

const NOWHERE = 'http://nowhere.invalid';
