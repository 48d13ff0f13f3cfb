import { GatehouseError } from '@gatehouse/kernel/error';
import type { Fetch } from './open-settings.ts';

/**
 * The same client, its failures in codes: what the request threw is `unreachable`, what the body
 * threw is `broken_stream`, unless it says better itself. The SDK wraps errors in its own and hands
 * some on as text, so they are told apart here, where they happen.
 */
export function toldFetch(fetcher: Fetch): Fetch {
  return async (input, init) => {
    const response = await fetcher(input, init).catch((cause: unknown) => {
      throw cause instanceof GatehouseError
        ? cause
        : new GatehouseError('unreachable', 'The connection could not be made.', cause);
    });
    if (response.body === null) return response;
    const { status, headers } = response;
    return new Response(told(response.body), { status, headers });
  };
}

type Bytes = NonNullable<Response['body']>;

function told(body: Bytes): Bytes {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const piece = (await reader.read()) as { value?: Uint8Array<ArrayBuffer> };
        if (piece.value === undefined) controller.close();
        else controller.enqueue(piece.value);
      } catch (cause) {
        throw cause instanceof GatehouseError
          ? cause
          : new GatehouseError('broken_stream', 'The answer broke off.', cause);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
