/** How every SDK client is made: few tries, short time-outs. An invocation that hangs holds up a conversation. */
const CONNECT_MS = 1_000;
const ANSWER_MS = 5_000;

export const clientOptions = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
};

const SENDING_MS = 15_000;
const keepsNoConnection = { keepAlive: false };

/**
 * For what must not be done twice: one try, with patience, over a connection of its own. A kept one may be closed just as we
 * send, and then nobody could tell whether the request arrived.
 */
export const onceOptions = {
  maxAttempts: 1,
  requestHandler: {
    ...clientOptions.requestHandler,
    requestTimeout: SENDING_MS,
    httpAgent: keepsNoConnection,
    httpsAgent: keepsNoConnection,
  },
};
