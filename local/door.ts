import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listen, sendJson } from './http';
import { StackError } from './stack-error';

export type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The stack's one public address. */
export interface Door {
  /** `http://localhost:PORT` */
  readonly url: string;
  /** From now on requests are served: those below `/_local` by the control routes, all others by the gateway. */
  open(routes: { control: Serve; gateway: Serve }): void;
  /** No further requests are taken; those under way go on. */
  shut(): void;
  close(): Promise<void>;
}

/** Listens at once, because the address is part of the wiring; requests wait until it is opened. Throws StackError. */
export async function createDoor(port: number): Promise<Door> {
  let open: Door['open'] = () => {};
  const opened = new Promise<{ control: Serve; gateway: Serve }>((resolve) => {
    open = resolve;
  });
  const server = createServer(async (request, response) => {
    const { control, gateway } = await opened;
    const serve = /^\/_local(\/|$|\?)/.test(request.url ?? '') ? control : gateway;
    await serve(request, response).catch((error) => defect(response, error));
  });
  const bound = await listen(server, port, '127.0.0.1').catch((cause) => {
    if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES') throw cause;
    const why = cause.code === 'EACCES' ? 'may not be used' : 'is in use';
    throw new StackError(`Port ${port} ${why}. Choose another one with --port, or stop what uses it.`, { cause });
  });
  const shut = () => void server.close();
  return { url: `http://localhost:${bound}`, open, shut, close: () => closeServer(server) };
}

/** Of the stack itself: told to the caller, unless it is gone or was answered already. */
function defect(response: ServerResponse, error: Error) {
  if (response.headersSent) response.destroy();
  else sendJson(response, 500, { message: `Local stack: ${error.stack}` });
}
