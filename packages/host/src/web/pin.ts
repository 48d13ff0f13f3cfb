import { createHash } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';

/** `sha256/` and the base64 SHA-256 of a certificate's SubjectPublicKeyInfo (RFC 7469, 2.4). */
export type Pin = string;

export function pinOf(certificate: X509Certificate): Pin {
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return `sha256/${createHash('sha256').update(spki).digest('base64')}`;
}
