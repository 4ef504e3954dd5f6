/** Addresses of the machine itself, as a developer writes them: browsers trust them without TLS. */

/** As written, before anything is normalised: `0x7f.1` and `localhost.evil.example` are none. */
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?(?:[/?#]|$)/;

/** @see https://www.w3.org/TR/secure-contexts/#is-origin-trustworthy */
export const isLoopbackUrl = (url: string): boolean => LOOPBACK.test(url);
