import { isIPv6 } from 'node:net';

const GROUPS = 8;
/** What one subscriber is given of IPv6, in groups of 16 bits: single addresses of it are theirs for the taking. */
const SUBSCRIBER_GROUPS = 4;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** What stands for one visitor where addresses are counted: an IPv4 address, or the network that an IPv6 address is in. */
export function addressBlock(ip: string): string {
  const mapped = MAPPED.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  const [address = ''] = ip.split('%', 1);
  if (!isIPv6(address)) return ip;
  const [left, right] = address.toLowerCase().split('::');
  const groups = (text: string | undefined) => (text ? text.split(':') : []);
  const [head, tail] = [groups(left), groups(right)];
  const whole =
    right === undefined ? head : [...head, ...Array<string>(GROUPS - head.length - tail.length).fill('0'), ...tail];
  return `${whole
    .slice(0, SUBSCRIBER_GROUPS)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
