// OPC 10000-7 section 6.6 and OPC 10000-6 sections 6.7 and 6.8: security policies, by the end of their URI.

/** What a security policy does to messages. */
export interface Policy {
  /** The part of the URI behind "http://opcfoundation.org/UA/SecurityPolicy#". */
  readonly name: string;
  /** Whether it protects nothing, or was withdrawn because of SHA-1 and PKCS #1 v1.5. */
  readonly weak: boolean;
  /** Bytes of the symmetric signature behind each body. */
  readonly signature: number;
}

const PREFIX = "http://opcfoundation.org/UA/SecurityPolicy#";

/** Every policy; the first protects nothing. */
export const POLICIES: readonly Policy[] = (
  [
    ["None", true, 0],
    ["Basic128Rsa15", true, 20],
    ["Basic192Rsa15", true, 20],
    ["Basic256", true, 20],
    ["Basic256Rsa15", true, 20],
    ["Basic256Sha256", false, 32],
    ["Aes128_Sha256_RsaOaep", false, 32],
    ["Aes256_Sha256_RsaPss", false, 32],
    ["ECC_nistP256", false, 32],
    ["ECC_nistP384", false, 48],
    ["ECC_brainpoolP256r1", false, 32],
    ["ECC_brainpoolP384r1", false, 48],
    ["ECC_curve25519", false, 16],
    ["ECC_curve448", false, 16],
    ["ECC_nistP256_AesGcm", false, 16],
    ["ECC_nistP384_AesGcm", false, 16],
    ["ECC_brainpoolP256r1_AesGcm", false, 16],
    ["ECC_brainpoolP384r1_AesGcm", false, 16],
    ["ECC_nistP256_ChaChaPoly", false, 16],
    ["ECC_nistP384_ChaChaPoly", false, 16],
    ["ECC_brainpoolP256r1_ChaChaPoly", false, 16],
    ["ECC_brainpoolP384r1_ChaChaPoly", false, 16],
    ["ECC_curve25519_AesGcm", false, 16],
    ["ECC_curve25519_ChaChaPoly", false, 16],
    ["ECC_curve448_AesGcm", false, 16],
    ["ECC_curve448_ChaChaPoly", false, 16],
    ["RSA_DH_AesGcm", false, 16],
    ["RSA_DH_ChaChaPoly", false, 16],
  ] as const
).map(([name, weak, signature]) => ({ name, weak, signature }));

/** Index of the policy that protects nothing. */
export const NONE = 0;
/** Index of every policy that is not known by name. */
export const UNKNOWN_POLICY = POLICIES.length;

/** Sizes of symmetric signatures, to tell one from bytes that should not be there. */
export function isSignatureSize(size: number): boolean {
  return size === 16 || size === 20 || size === 32 || size === 48;
}

/** Index of the policy whose URI is `uri`. */
export function policyIndex(uri: string): number {
  const name = policyName(uri);
  const index = POLICIES.findIndex((policy) => policy.name === name);
  return index < 0 ? UNKNOWN_POLICY : index;
}

/** The short name of a policy URI: what is behind the #, or the URI where it is another's. */
export function policyName(uri: string): string {
  return uri.startsWith(PREFIX) ? uri.slice(PREFIX.length) : uri;
}

/** Whether the policy with this URI protects nothing or was withdrawn. */
export function isWeakPolicy(uri: string): boolean {
  return POLICIES[policyIndex(uri)]?.weak ?? false;
}
