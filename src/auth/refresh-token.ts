/** What begins the next sign-in of a family, once. Opaque; only its hash is stored. */
export interface RefreshToken {
  token: string;
  expiresAt: Date;
}
