import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDecoder, encodeMessage, encodeOutput, type Frame } from './frames.ts';

it('finds the same frames however the stream is cut', () => {
  const frame = fc.oneof(
    fc.jsonValue().map((message) => ({ sent: encodeMessage(message), got: { message } })),
    fc
      .record({ id: fc.integer({ min: 1, max: 2 ** 32 - 1 }), text: fc.string() })
      .map(({ id, text }) => {
        const bytes = Buffer.from(text);
        return { sent: encodeOutput(id, bytes), got: { output: { id, bytes } } };
      }),
  );
  fc.assert(
    fc.property(fc.array(frame), fc.array(fc.nat(40)), (frames, cuts) => {
      const stream = Buffer.concat(frames.map(({ sent }) => sent));
      const decode = createDecoder();
      const got: Frame[] = [];
      let at = 0;
      for (const cut of cuts) {
        got.push(...decode(stream.subarray(at, at + cut)));
        at += cut;
      }
      got.push(...decode(stream.subarray(at)));
      const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
      expect(plain(got)).toEqual(plain(frames.map((one) => one.got)));
    }),
  );
});

it('refuses a length nobody sends', () => {
  const bytes = Buffer.alloc(16, 0xff);
  expect(() => createDecoder()(bytes)).toThrow(
    expect.objectContaining({ code: 'frame_malformed' }),
  );
});
