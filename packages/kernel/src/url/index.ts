export { judgeUrl, type AllowedHosts, type JudgedUrl } from './judge-url.ts';
export { isLoopbackAddress, isPrivateAddress } from './address.ts';
