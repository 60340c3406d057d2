import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(::ffff:)?127(\.\d{1,3}){3}$|^::1$/;
const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
/** What proxies add, of which any says that the visitor sits elsewhere. */
const FORWARDING = /^(forwarded|via|x-forwarded.*|x-real-ip|x-original-.*|x-envoy-.*|(.+-)?(client|connecting)-ip)$/;

/**
 * Whether the request was sent on this machine, to this machine: a loopback socket, no sign of a proxy, and a local name
 * in `Host`, which a page of another site that has its name resolved to 127.0.0.1 does not have.
 */
export function isLocalVisitor({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  return (
    LOOPBACK.test(socket.remoteAddress ?? '') &&
    LOCAL_HOST.test(headers.host ?? '') &&
    !Object.keys(headers).some((name) => FORWARDING.test(name))
  );
}
