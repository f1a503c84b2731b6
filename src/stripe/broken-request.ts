/** Data that is not a request: it is answered without a dialect, and its socket closed. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Sends a 400 for malformed or stalled requests, and closes the socket. */
export function answerBrokenRequest(socket: Socket): void {
  const underWay = responseOn(socket);
  // An earlier request was complete: it gets its answer.
  if (underWay?.req.complete) return void underWay.once('finish', () => socket.destroy());
  if (socket.bytesRead === 0) return void socket.destroy(); // nothing was sent
  if (!socket.writable) return;
  // Destroyed afterwards, or late data would still be read as a request.
  socket.end(UNREADABLE, () => socket.destroy());
}

const UNREADABLE_BODY = `{
  "error": {
    "message": "Invalid request: it could not be read.",
    "type": "invalid_request_error"
  }
}
`;

/** The answer to data that is not a request, and so has no dialect. */
const UNREADABLE = [
  'HTTP/1.1 400 Bad Request',
  'Content-Type: application/json',
  `Content-Length: ${UNREADABLE_BODY.length}`,
  'Connection: close',
  '',
  UNREADABLE_BODY,
].join('\r\n');

/** Whether a request began with a TLS handshake. */
export function isTls(error: Error): boolean {
  const { rawPacket } = error as { readonly rawPacket?: Uint8Array };
  return rawPacket?.[0] === 0x16 && rawPacket[1] === 0x03;
}

/** The response in progress on a connection, found the way Node's own handlers do it. */
function responseOn(socket: Socket): ServerResponse | null | undefined {
  return (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage;
}
