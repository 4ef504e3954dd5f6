/** How every SDK client is made: few tries, short time-outs. An invocation that hangs holds up a conversation. */
const CONNECT_MS = 1_000;
const ANSWER_MS = 5_000;

export const clientOptions = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
};
