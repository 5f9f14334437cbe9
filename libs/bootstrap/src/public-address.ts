import { BlockList, isIP } from 'node:net';

/** IPv4 that leads to this machine, its neighbours, or nobody (RFC 6890 and what came after it). */
const NOT_PUBLIC_4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Of IPv6 only global unicast is public; within it, what carries an IPv4 address or is documentation is not. */
const PUBLIC_6 = ['2000::', 3] as const;
const NOT_PUBLIC_6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const blocked4 = new BlockList();
for (const [net, bits] of NOT_PUBLIC_4) blocked4.addSubnet(net, bits, 'ipv4');
const global6 = new BlockList();
global6.addSubnet(...PUBLIC_6, 'ipv6');
const blocked6 = new BlockList();
for (const [net, bits] of NOT_PUBLIC_6) blocked6.addSubnet(net, bits, 'ipv6');

/** Whether an address is one that anybody on the internet would reach. */
export const isPublicAddress = (address: string): boolean => {
  switch (isIP(address)) {
    case 4:
      return !blocked4.check(address, 'ipv4');
    case 6:
      return global6.check(address, 'ipv6') && !blocked6.check(address, 'ipv6');
    default:
      return false;
  }
};
